/** @file What a module's syntax tells: what it imports, in whatever way, and which names it uses. */
import { parseSync } from 'rolldown/utils';

export interface Import {
  /** As written; null where it is computed, so that nobody can know it. */
  readonly from: string | null;
  readonly typeOnly: boolean;
  /** Loaded when it is asked for: `import()`, a worker. */
  readonly late: boolean;
}

export interface Use {
  readonly name: string;
  /** `name`: a free-standing identifier. `member`: `a.name`, `a['name']`, or `name` taken out of an object. */
  readonly as: 'name' | 'member';
  /** What the member is taken from, where that is a plain name or ends in one: `globalThis.crypto` → `crypto`. */
  readonly of: string | null;
  /** Where it stands in the text. */
  readonly at: number;
}

export interface Syntax {
  readonly imports: readonly Import[];
  readonly uses: readonly Use[];
  readonly strings: readonly string[];
  readonly functions: number;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/**
 * @param path its ending chooses the language.
 * @throws {Error} on what does not parse.
 */
export function readSyntax(path: string, text: string): Syntax {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found = { imports: [] as Import[], uses: [] as Use[], strings: [] as string[], functions: 0 };
  visit(program as unknown as Node, null, '', (node, parent, key) => {
    const imported = importOf(node);
    if (imported) found.imports.push(imported);
    const use = useOf(node, parent, key);
    if (use) found.uses.push(use);
    if (node.type === 'Literal' && typeof node.value === 'string') found.strings.push(node.value);
    if (node.type === 'TemplateElement') found.strings.push(textOf(node.value));
    if (/Function|ClassBody/.test(node.type)) found.functions++;
  });
  return found;
}

function visit(
  node: Node,
  parent: Node | null,
  key: string,
  see: (node: Node, parent: Node | null, key: string) => void,
): void {
  see(node, parent, key);
  for (const [name, value] of Object.entries(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) visit(child, node, name, see);
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string'
    ? value.cooked
    : '';

/** A string that is written out, with quotes or backticks. */
function literal(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis) || node.quasis.length !== 1) return null;
  return isNode(node.quasis[0]) ? textOf(node.quasis[0].value) : null;
}

function importOf(node: Node): Import | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return {
        from: literal(node.source),
        typeOnly: node.importKind === 'type' || allTypes(node.specifiers),
        late: false,
      };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (!isNode(node.source)) return null;
      return {
        from: literal(node.source),
        typeOnly: node.exportKind === 'type' || allTypes(node.specifiers),
        late: false,
      };
    case 'TSImportType':
      return { from: literal(node.source), typeOnly: true, late: false };
    case 'ImportExpression':
      return { from: literal(node.source), typeOnly: false, late: true };
    case 'TSExternalModuleReference':
      return { from: literal(node.expression), typeOnly: false, late: false };
    case 'NewExpression':
      if (nameOf(node.callee) !== 'URL' || !isMetaUrl(argument(node, 1))) return null;
      return { from: literal(argument(node, 0)), typeOnly: false, late: true };
    case 'CallExpression': {
      const callee = node.callee;
      if (nameOf(callee) === 'require' || nameOf(callee) === 'importScripts')
        return { from: literal(argument(node, 0)), typeOnly: false, late: true };
      // import.meta.glob names files by a pattern
      const isMeta = isNode(callee) && callee.type === 'MemberExpression' && isMetaProperty(callee.object);
      return isMeta && nameOf(callee.property)?.startsWith('glob')
        ? { from: null, typeOnly: false, late: true }
        : null;
    }
    default:
      return null;
  }
}

const argument = (call: Node, at: number): unknown =>
  Array.isArray(call.arguments) ? call.arguments[at] : undefined;

const isMetaProperty = (node: unknown): boolean => isNode(node) && node.type === 'MetaProperty';

const isMetaUrl = (node: unknown): boolean =>
  isNode(node) &&
  node.type === 'MemberExpression' &&
  isMetaProperty(node.object) &&
  nameOf(node.property) === 'url';

function allTypes(specifiers: unknown): boolean {
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false;
  return specifiers.every((one) => isNode(one) && (one.importKind === 'type' || one.exportKind === 'type'));
}

const nameOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'Identifier' && typeof node.name === 'string' ? node.name : null;

function useOf(node: Node, parent: Node | null, key: string): Use | null {
  const at = Number(node.start);
  if (node.type === 'MemberExpression') {
    const name = node.computed ? literal(node.property) : nameOf(node.property);
    return name === null ? null : { name, as: 'member', of: lastName(node.object), at };
  }
  if (node.type === 'Property' && parent?.type === 'ObjectPattern') {
    const name = literal(node.key) ?? nameOf(node.key);
    return name === null ? null : { name, as: 'member', of: null, at };
  }
  const name = nameOf(node);
  if (name === null || isLabel(node, parent, key)) return null;
  return { name, as: 'name', of: null, at };
}

function lastName(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'ChainExpression' || node.type === 'ParenthesizedExpression')
    return lastName(node.expression);
  return node.type === 'MemberExpression' ? (nameOf(node.property) ?? literal(node.property)) : nameOf(node);
}

/** An identifier that only names a member: `.x`, `{ x: … }`, `x() {}` of a class, a type's field. */
function isLabel(node: Node, parent: Node | null, key: string): boolean {
  if (!parent) return false;
  if (parent.type === 'MemberExpression') return key === 'property' && !parent.computed;
  if (parent.type === 'TSQualifiedName') return key === 'right';
  if (parent.type === 'ImportSpecifier') return key === 'imported';
  if (key !== 'key' || parent.computed) return false;
  return !(parent.type === 'Property' && parent.shorthand && nameOf(node) === nameOf(parent.value));
}
