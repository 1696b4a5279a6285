/** @file The simulated page in a real Chromium, without the extension. */
import { type Browser, chromium, type Page } from 'playwright';
import { chromiumPath } from '../tools/chromium.ts';
import { type Params, simulatorUrl } from '../whatsapp-web/params.ts';
import { chromiumSwitches, type Simulator, startSimulator } from '../whatsapp-web/server.ts';

export interface Bare {
  readonly simulator: Simulator;
  readonly browser: Browser;
  /** A page in a context of its own, once the simulated account is ready. */
  open(params: Partial<Params>): Promise<Page>;
  close(): Promise<void>;
}

export async function openBare(): Promise<Bare> {
  const simulator = await startSimulator();
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', ...chromiumSwitches(simulator)],
  });
  return {
    simulator,
    browser,
    async open(params) {
      const page = await (await browser.newContext()).newPage();
      await page.goto(simulatorUrl(params));
      await page.evaluate(
        () => (window as unknown as { __simulator: { ready: Promise<void> } }).__simulator.ready,
      );
      return page;
    },
    async close() {
      await browser.close();
      await simulator.close();
    },
  };
}
