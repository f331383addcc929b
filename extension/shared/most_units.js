/** Units of an item, as the schema has it. */
export const MOST_UNITS = 99_999;
