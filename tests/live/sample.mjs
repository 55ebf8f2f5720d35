// Values for every operation of a document, made from its schemas by openapi-sampler:
//
//     node sample.mjs DOCUMENT
//
// prints {"GET /pets/{id}": {"parameters": [{"in", "name", "value"}], "bodies": {MEDIA TYPE: {"all", "required"}}}}.
import fs from 'node:fs';
import yaml from 'js-yaml';
import { sample } from 'openapi-sampler';
import RandExp from 'randexp';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const document = yaml.load(fs.readFileSync(process.argv[2], 'utf8'));

function resolve(node) {
  for (let steps = 0; node && typeof node.$ref === 'string' && steps < 50; steps++) {
    if (!node.$ref.startsWith('#/')) return undefined;
    const path = node.$ref.slice(2).split('/');
    node = path.reduce(
      (value, step) => value?.[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );
  }
  return node;
}

// The sampler takes the first branch of a choice: `null` as a branch must not be it.
function withoutNull(node) {
  if (Array.isArray(node)) {
    node.forEach(withoutNull);
  } else if (node && typeof node === 'object') {
    for (const key of ['oneOf', 'anyOf']) {
      if (Array.isArray(node[key]) && node[key].some((branch) => branch?.type !== 'null')) {
        node[key] = node[key].filter((branch) => branch?.type !== 'null');
      }
    }
    Object.values(node).forEach(withoutNull);
  }
}
withoutNull(document.components);
withoutNull(document.paths);

// The sampler has no texts for patterns: the same text every time, made by randexp.
function ofPattern(schema) {
  const text = new RandExp(schema.pattern);
  text.randInt = (from) => from;
  text.max = 8;
  return text.gen();
}

function sampled(schema, options) {
  const resolved = resolve(schema);
  if (resolved?.type === 'string' && resolved.pattern && !resolved.enum && resolved.example === undefined) {
    return ofPattern(resolved);
  }
  try {
    return sample(schema ?? {}, { quiet: true, skipReadOnly: true, ...options }, document);
  } catch {
    return undefined;
  }
}

// The example that stands beside a schema.
function example(node) {
  if (node.example !== undefined) return node.example;
  const first = resolve(Object.values(node.examples ?? {})[0]);
  return first?.value;
}

function parameter(listed) {
  const node = resolve(listed);
  if (!node?.name) return undefined;
  const media = Object.values(node.content ?? {})[0];
  const schema = media ? media.schema : (node.schema ?? (node.type ? node : undefined));
  const value = example(node) ?? sampled(schema, {});
  return value === undefined ? undefined : { in: node.in, name: node.name, value };
}

function bodies(operation, parameters) {
  const all = {};
  const body = resolve(operation.requestBody);
  for (const [type, media] of Object.entries(body?.content ?? {})) {
    const resolved = resolve(media) ?? {};
    all[type] = {
      all: example(resolved) ?? sampled(resolved.schema, {}),
      required: sampled(resolved.schema, { skipNonRequired: true }),
    };
  }
  // Swagger 2.0.
  const consumes = operation.consumes ?? document.consumes ?? ['application/json'];
  const whole = parameters.find((node) => node.in === 'body');
  const form = parameters.filter((node) => node.in === 'formData');
  for (const type of consumes) {
    if (whole) {
      all[type] = {
        all: sampled(whole.schema, {}),
        required: sampled(whole.schema, { skipNonRequired: true }),
      };
    } else if (form.length > 0) {
      const object = (nodes) => Object.fromEntries(nodes.map((node) => [node.name, sampled(node, {})]));
      all[type] = { all: object(form), required: object(form.filter((node) => node.required)) };
    }
  }
  return all;
}

const out = {};
for (const [path, listed] of Object.entries(document.paths ?? {})) {
  const item = resolve(listed) ?? {};
  for (const method of METHODS) {
    const operation = item[method];
    if (!operation) continue;
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
    const nodes = parameters.map(resolve).filter(Boolean);
    out[`${method.toUpperCase()} ${path}`] = {
      parameters: parameters.map(parameter).filter(Boolean),
      bodies: bodies(operation, nodes),
    };
  }
}
process.stdout.write(JSON.stringify(out));
