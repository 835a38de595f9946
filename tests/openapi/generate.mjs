// Makes a TypeScript client from the document: `node generate.mjs DOCUMENT FOLDER`.
import { createClient } from '@hey-api/openapi-ts';

const [input, output] = process.argv.slice(2);
await createClient({
  input,
  output,
  logs: { level: 'error', file: false },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
});
