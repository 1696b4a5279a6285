/** @file `npm run build`: both extensions and their zips (Firefox's with its sources), below `.output`. */
import { BROWSERS, type Build, build, runTool, step } from './run.ts';

let ok = await step('Preparing', () => runTool('wxt', 'prepare'));
for (const name of Object.keys(BROWSERS) as Build[])
  ok = (await step(`Building ${name}`, () => build(name, 'zip'))) && ok;
process.exitCode = ok ? 0 : 1;
