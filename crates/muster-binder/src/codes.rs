//! The codes of binding diagnostics, with what they mean.
//!
//! Where Microsoft's binder has a code for a fault, it is that one; ours begin with `MU02`.

use muster_source::{Code, CodeEntry};

macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal, $explanation:literal;)*) => {
        $(#[doc = $title] pub const $name: Code = Code($code);)*

        /// Every code of this crate.
        pub const ALL: &[CodeEntry] =
            &[$(CodeEntry { code: $name, title: $title, explanation: $explanation }),*];
    };
}

codes! {
    BAD_LITERAL = "KS004", "a literal that cannot be read",
        "The text is no number, time or guid of the type that it is written as.";
    BAD_OPTION = "KS005", "a value that an option does not take",
        "Options such as `kind=` take one of a few words.";
    PATTERN_NAME = "KS101", "a column of `parse` that follows no text",
        "Between two columns of a `parse` pattern stands a text that tells where the first one ends.";
    PATTERN_STAR = "KS102", "a `*` of `parse` that no text follows",
        "`*` skips up to the text that follows it.";
    PATTERN_AMBIGUOUS = "KS103", "a `*` of `parse` after a `string` column",
        "Where the column ends and the skipped text begins cannot be told; write a text between them.";
    OPERATOR_TYPES = "KS106", "an operator that does not take operands of these types",
        "Convert one side explicitly: `tostring(x)`, `tolong(x)`, `todatetime(x)`.";
    ARGUMENT_TYPE = "KS107", "an argument of the wrong type",
        "The function takes another type there; convert the argument explicitly.";
    SCALAR_EXPECTED = "KS108", "a table where a single value is needed",
        "`toscalar(…)` makes a value of a table with one row and one column.";
    COLUMN_EXPECTED = "KS109", "something other than a column where a column is needed",
        "Name a column of the table; compute one with `extend` before.";
    RENAME_EXPECTED = "KS110", "no renaming in `project-rename`",
        "`project-rename` takes `new = old`.";
    TABLE_EXPECTED = "KS111", "a single value where a table is needed",
        "A table, a `let` that stands for one, or a query in parentheses has to stand here.";
    TYPE_NOT_ALLOWED = "KS116", "a type that is not allowed here",
        "Convert the value explicitly.";
    ARGUMENTS_REQUIRED = "KS117", "a function without its arguments",
        "A function is called with parentheses: `now()`.";
    ARGUMENT_COUNT = "KS119", "a wrong number of arguments",
        "The function takes another number of arguments.";
    ARGUMENT_COUNT_RANGE = "KS120", "a wrong number of arguments",
        "The function takes another number of arguments.";
    UNKNOWN_PLUGIN = "KS124", "a plugin that does not exist",
        "`evaluate` calls a plugin by its name, such as `bag_unpack` or `pivot`.";
    PLUGIN_NOT_ALLOWED = "KS126", "a plugin outside of `evaluate`",
        "Plugins are called with `evaluate`.";
    NO_OVERLOAD = "KS127", "no form of the function takes these arguments",
        "The function takes other types or another number of arguments.";
    CONSTANT_EXPECTED = "KS129", "something that varies where a constant is needed",
        "The value must be known before the query runs.";
    LITERAL_EXPECTED = "KS131", "something other than a literal where a literal is needed",
        "The value must be written out.";
    INTEGER_EXPECTED = "KS134", "a value that is not an integer where an integer is needed",
        "An `int` or a `long` has to stand here.";
    NUMBER_EXPECTED = "KS137", "a value that is not a number where a number is needed",
        "An `int`, `long`, `real` or `decimal` has to stand here.";
    SUMMABLE_EXPECTED = "KS138", "a value that cannot be added up",
        "Numbers, timespans and datetimes can be added up; a text is converted with `tolong` or `toreal`.";
    SEVERAL_VALUES = "KS139", "several values for one variable",
        "A `let` stands for one value or one table.";
    TYPE_EXPECTED = "KS141", "a value of the wrong type",
        "Comparisons use `==`; other types are converted explicitly.";
    UNKNOWN_NAME = "KS142", "a name that nothing has",
        "No column, variable, table or function has this name. Names are case-sensitive. Columns that an earlier \
         `project` or `summarize` did not keep are gone.";
    AGGREGATE_NOT_ALLOWED = "KS144", "an aggregate outside of `summarize`",
        "Aggregates are computed by `summarize`; filter its result with a `where` after it.";
    NOT_ON_BOTH_SIDES = "KS145", "a join key that one side does not have",
        "Keys with different names are written `$left.a == $right.b`.";
    NO_ELEMENTS = "KS147", "an index on a value that has no elements",
        "Only `dynamic` values have elements; a text is parsed with `parse_json` first.";
    NO_VALUES = "KS149", "several names for a single value",
        "`(a, b) = …` needs a function with several results.";
    NO_VALUE_FOR_NAME = "KS150", "a name without a value",
        "There are more names in the parentheses than results.";
    DUPLICATE_COLUMN = "KS171", "two columns of one name",
        "Each result column needs a name of its own.";
    DATA_VALUES = "KS173", "a number of values that is no multiple of the columns",
        "A `datatable` has one value a column in each row.";
    NOT_FIRST = "KS174", "an operator without input",
        "Before this operator stands a table and `|`.";
    FIRST_ONLY = "KS175", "an operator that takes no input",
        "This operator begins a query.";
    BAD_JOIN_CONDITION = "KS182", "a join condition that is no equality of columns",
        "Conditions are column names, or `$left.a == $right.b`.";
    BAD_JOIN_OPERAND = "KS183", "a side of a join condition that is not a column of its table",
        "The left side is `$left.a`, the right side `$right.b`.";
    SEVERAL_COLUMNS = "KS184", "a pattern where one column is needed",
        "Name one column.";
    NO_PATTERN_CASE = "KS188", "a pattern without a case for these values",
        "A pattern gives a table for the texts that it is declared with, and for no others.";
    STAR_NOT_ALLOWED = "KS191", "`*` where it has no meaning",
        "`*` stands for all columns in a few places only.";
    UNKNOWN_ARGUMENT = "KS196", "an argument name that no parameter has",
        "Arguments are named as the function's parameters.";
    MISSING_ARGUMENT = "KS197", "a parameter without an argument",
        "The parameter has no default and needs an argument.";
    ALREADY_DECLARED = "KS201", "a `let` name used twice",
        "Each name is given once.";
    UNKNOWN_TABLE = "KS204", "a table that does not exist",
        "Neither the schemas nor a `let` have this table. A pack adds tables of its own in its `schemas` folder.";
    ORDERABLE_EXPECTED = "KS206", "a value that has no order",
        "`dynamic` values have no order; convert the value explicitly.";
    UNKNOWN_FUNCTION = "KS211", "a function that does not exist",
        "Neither KQL, nor a `let`, nor the pack's `functions` folder has this function.";
    JOIN_KEY_TYPES = "KS227", "a join key of two types",
        "Both sides of a key have the same type; convert one side in an `extend` before.";
    NOT_AGGREGATED = "KS236", "a column that is neither aggregated nor a key",
        "In `summarize` a column stands inside of an aggregate, or after `by`.";
    MISSING_COLUMNS = "KS249", "a table argument without the columns that the function needs",
        "The parameter declares columns that the table does not have.";
    NOT_SUPPORTED = "MU0201", "something that muster does not do yet",
        "It is refused before anything runs, rather than done almost right.";
    TOO_LARGE = "MU0202", "a query that grows too large",
        "`let`s and functions are put in place of their names; what comes out has a limit, so that no text can exhaust \
         the memory of the program.";
    NO_RESULT = "MU0203", "a query without a result",
        "After the `let`s stands the expression that gives the result.";
    OTHER_DATABASE = "MU0204", "data of another cluster, database or workspace",
        "A simulated tenant has one database. Name its table without `cluster(…)`, `database(…)` or `workspace(…)`.";
    BROKEN_FUNCTION = "MU0205", "a saved function with errors",
        "The function's own text cannot be used.";
    SEVERAL_RESULTS = "MU0207", "several queries in one text",
        "Kusto answers each query of a text. A rule, and what is asked of it, is about one result: that of the last.";
    COUNT_OF_VALUE = "MU0208", "`count` of a value",
        "`count` counts rows, also those where the value is null. Microsoft's published binder refuses this, its engine \
         does not.";
    NEVER_TRUE = "MU0206", "a comparison that Kusto refuses",
        "The two sides have types that Kusto does not compare without an explicit conversion.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<&str> = ALL.iter().map(|entry| entry.code.0).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
    }
}
