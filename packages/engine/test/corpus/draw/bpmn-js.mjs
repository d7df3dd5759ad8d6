import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { toolsFolder, write } from './tools.mjs';

/** Draws in bpmn-js, the editor inside Camunda Modeler, in a real Chromium. */
const bundle = await build({
  entryPoints: [new URL('bpmn-js-page.mjs', import.meta.url).pathname],
  bundle: true,
  write: false,
  format: 'iife',
  nodePaths: [`${toolsFolder}/node_modules`],
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
page.on('pageerror', (error) => console.error(error));
await page.setContent('<div id="canvas" style="width: 2000px; height: 1200px"></div>');
await page.addScriptTag({ content: bundle.outputFiles[0].text });
for (const name of await page.evaluate('drawings')) {
  const xml = await page.evaluate(`draw(${JSON.stringify(name)})`);
  write(`bpmn-js/${name}.bpmn`, xml);
}
await browser.close();
