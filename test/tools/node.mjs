/** @file Starts a tool of this folder (`node test/tools/node.mjs test …`) on a Node that can run it, or says what is missing. */

// Runs TypeScript as it is, and reads zstd.
const OLDEST = [22, 18];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(
    `Keepsake is built and tested with Node ${OLDEST.join('.')} or newer; this is ${process.version} (${process.execPath}).\n` +
      'On Linux x64 `npm ci --ignore-scripts` brings one along, and the npm scripts use it. ' +
      'Elsewhere please install a newer Node: https://nodejs.org/',
  );
  process.exit(1);
}

const [tool] = process.argv.splice(2, 1);
await import(new URL(`./${tool}.ts`, import.meta.url).href);
