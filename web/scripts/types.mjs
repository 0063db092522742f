// Makes the types of the API from the committed description. A 64-bit integer is a number or, where a number would not be exact, its digits.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const source = new URL('../../docs/api/openapi.json', import.meta.url);
const target = new URL('../src/api/schema.gen.ts', import.meta.url);

const numberType = ts.factory.createKeywordTypeNode(ts.SyntaxKind.NumberKeyword);
const textType = ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
const nullType = ts.factory.createLiteralTypeNode(ts.factory.createNull());

function typesOf(schema) {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const kinds = schema.format === 'int64' ? [numberType, textType] : [numberType];
  return ts.factory.createUnionTypeNode(types.includes('null') ? [...kinds, nullType] : kinds);
}

const tree = await openapiTS(JSON.parse(await readFile(source, 'utf8')), {
  transform: (schema) => {
    if (['int32', 'int64', 'double'].includes(schema.format)) return typesOf(schema);
    // A converter of the server's own leaves the type of a time out.
    return schema.format === 'date-time' && schema.type === undefined ? textType : undefined;
  },
});
await writeFile(target, astToString(tree));
