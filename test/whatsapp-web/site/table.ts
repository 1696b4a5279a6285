/** @file A table of the page's storage as its own code reads it: `all`, `get`, `equals`, `anyOf`, `between`, `bulkGet` (facts B7). */

export type TableRow = Readonly<Record<string, unknown>>;

export interface Rows {
  /** Columns of the primary key. */
  readonly primary: readonly string[];
  all(): Iterable<TableRow>;
  /** The rows whose column has this value, without looking at all others; null where there is no such index. */
  lookup(column: string, value: string): Iterable<TableRow> | null;
}

interface Range {
  readonly lowerInclusive?: boolean;
  readonly upperInclusive?: boolean;
  readonly reverse?: boolean;
  readonly limit?: number;
}

export interface Table {
  all(): Promise<TableRow[]>;
  get(key: unknown): Promise<TableRow | undefined>;
  equals(columns: readonly string[], value: unknown): Promise<TableRow[]>;
  anyOf(
    columns: readonly string[],
    values: readonly unknown[],
    options?: { limit?: number },
  ): Promise<TableRow[]>;
  between(
    columns: readonly string[],
    low: unknown,
    high: unknown,
    options?: Range,
    stop?: (row: TableRow) => boolean,
  ): Promise<TableRow[]>;
  bulkGet(keys: readonly unknown[]): Promise<(TableRow | undefined)[]>;
}

/** Rows come ordered by the asked columns, each a new object. */
export function tableOf(rows: Rows): Table {
  const find = (columns: readonly string[], value: unknown): TableRow[] => {
    const wanted = [value].flat();
    checkKeys(wanted);
    const [column = '', ...others] = columns;
    const found = rows.lookup(column, String(wanted[0])) ?? rows.all();
    return [...found].filter((row) =>
      [column, ...others].every((name, i) => i >= wanted.length || row[name] === wanted[i]),
    );
  };
  const get = async (key: unknown): Promise<TableRow | undefined> => copy(find(rows.primary, key)[0]);
  return {
    all: async () => ordered([...rows.all()], rows.primary).map(copy),
    get,
    equals: async (columns, value) => ordered(find(columns, value), [...columns, ...rows.primary]).map(copy),
    async anyOf(columns, values, { limit = Number.POSITIVE_INFINITY } = {}) {
      const keys = new Map(values.map((value) => [[value].flat().join('\u0000'), value]));
      const found = [...keys.values()].flatMap((value) => find(columns, value));
      return ordered(found, [...columns, ...rows.primary])
        .slice(0, limit)
        .map(copy);
    },
    async between(columns, low, high, options = {}, stop = () => false) {
      const { lowerInclusive = true, upperInclusive = true, limit = Number.POSITIVE_INFINITY } = options;
      const lowest = [low].flat();
      const highest = [high].flat();
      const inside = ordered([...rows.all()], [...columns, ...rows.primary]).filter((row) => {
        const under = compare(row, lowest, columns);
        const over = compare(row, highest, columns);
        return (under > 0 || (lowerInclusive && under === 0)) && (over < 0 || (upperInclusive && over === 0));
      });
      if (options.reverse) inside.reverse();
      const end = inside.findIndex(stop);
      return inside.slice(0, Math.min(limit, end < 0 ? inside.length : end + 1)).map(copy);
    },
    bulkGet: (keys) => Promise.all(keys.map(get)),
  };
}

function copy<T extends TableRow | undefined>(row: T): T {
  return row && ({ ...row } as T);
}

function compare(row: TableRow, values: readonly unknown[], columns: readonly string[]): number {
  for (const [i, column] of columns.entries()) {
    if (i >= values.length) return 0;
    const a = row[column] as string | number;
    const b = values[i] as string | number;
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

const ordered = (rows: TableRow[], columns: readonly string[]): TableRow[] =>
  rows.sort((a, b) =>
    compare(
      a,
      columns.map((column) => b[column]),
      columns,
    ),
  );

/** Keys of the database are strings and numbers. */
export function checkKeys(keys: readonly unknown[]): void {
  for (let i = 0; i < keys.length; i++)
    if (typeof keys[i] !== 'string' && typeof keys[i] !== 'number')
      throw new DOMException("Failed to execute 'bound' on 'IDBKeyRange': not a valid key.", 'DataError');
}
