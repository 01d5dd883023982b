// Runs each block of a page by itself and says how it ended.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

for (const file of readdirSync(process.argv[2]).sort()) {
  const block = file.replace('.mjs', '');
  try {
    await import(pathToFileURL(join(process.argv[2], file)));
    console.log(`@@ ${block} ok`);
  } catch (failure) {
    console.error(failure);
    console.log(`@@ ${block} FAIL: ${String(failure).replace(/\s+/g, ' ').slice(0, 300)}`);
  }
}
process.exit(0);
