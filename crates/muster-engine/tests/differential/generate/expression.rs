//! Expressions of a type, as two texts: with the least parentheses, for the engine, and with all of them.

use muster_catalog::Type;

use crate::expression::{Local, Locals};
use crate::generate::choices::Choices;
use crate::generate::data::{self, column};
use crate::value::{Table, Value, quoted};

/// How tight an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tight {
    Or,
    And,
    Equality,
    Order,
    Sum,
    Product,
    Texts,
    Sign,
    Whole,
}

/// An expression or an operator as text.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// With no parentheses that precedence makes superfluous.
    pub(crate) least: String,
    /// With all.
    pub(crate) full: String,
    tight: Tight,
}

impl Text {
    pub(crate) fn whole(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { least: text.clone(), full: text, tight: Tight::Whole }
    }

    /// `before`, the parts with `between` between them, `after`.
    pub(crate) fn joined(before: &str, parts: &[Text], between: &str, after: &str) -> Self {
        let join = |form: fn(&Text) -> &str| {
            format!("{before}{}{after}", parts.iter().map(form).collect::<Vec<_>>().join(between))
        };
        Self { least: join(|t| &t.least), full: join(|t| &t.full), tight: Tight::Whole }
    }

    fn within(&self, least: Tight) -> String {
        if self.tight < least { format!("({})", self.least) } else { self.least.clone() }
    }
}

fn call(name: &str, arguments: &[Text]) -> Text {
    Text::joined(&format!("{name}("), arguments, ", ", ")")
}

fn binary(op: &str, tight: Tight, left: &Text, right: &Text) -> Text {
    let next = [Tight::And, Tight::Equality, Tight::Order, Tight::Sum, Tight::Product, Tight::Texts, Tight::Sign];
    let above = next.into_iter().find(|t| *t > tight).unwrap_or(Tight::Whole);
    // Sums and products and logic go on to the left; comparisons do not stand in a row.
    let chains = matches!(tight, Tight::Or | Tight::And | Tight::Sum | Tight::Product);
    Text {
        least: format!("{} {op} {}", left.within(if chains { tight } else { above }), right.within(above)),
        full: format!("({} {op} {})", left.full, right.full),
        tight,
    }
}

/// What an expression may speak of.
pub(crate) struct Scope<'a> {
    pub(crate) table: &'a Table,
    pub(crate) locals: &'a Locals,
}

impl Scope<'_> {
    /// Names of a type: columns, and scalars that no column hides.
    fn names(&self, ty: Type) -> Vec<String> {
        let columns = self.table.columns.iter().filter(|(_, own)| *own == ty).map(|(name, _)| column(name));
        let scalars = self.locals.iter().filter_map(|(name, local)| match local {
            Local::Scalar(value) if value.ty() == ty && self.table.index(name).is_none() => Some(name.clone()),
            _ => None,
        });
        columns.chain(scalars).collect()
    }

    fn functions(&self, from: &str) -> Vec<String> {
        let fits = |local: &Local| matches!(local, Local::Function(f) if !f.parameters.is_empty());
        self.locals
            .iter()
            .filter(|(name, local)| fits(local) && name.starts_with(from))
            .map(|(n, _)| n.clone())
            .collect()
    }
}

/// A literal as people write it.
pub(crate) fn literal(choices: &mut Choices, ty: Type) -> Text {
    let value = data::value(choices, ty);
    match value {
        Value::Real(r) if r.is_finite() && r.fract() != 0.0 && r > 0.0 => Text::whole(format!("{r:?}")),
        Value::Length(t) if t > 0 && t % 36_000_000_000 == 0 => Text::whole(format!("{}h", t / 36_000_000_000)),
        Value::Length(t) if t > 0 && t % 10_000_000 == 0 => Text::whole(format!("{}s", t / 10_000_000)),
        Value::Moment(t) if t % 864_000_000_000 == 0 => {
            let text = crate::text::of(&Value::Moment(t)).unwrap_or_default();
            Text::whole(format!("datetime({})", text.split('T').next().unwrap_or_default()))
        }
        Value::Text(text) if choices.once_in(3) && !text.contains('"') && !text.contains('\\') => {
            Text::whole(format!("\"{text}\""))
        }
        Value::Text(text) => Text::whole(quoted(&text)),
        Value::Long(n) if n < 0 && n > i64::MIN && choices.once_in(2) => {
            Text { least: n.to_string(), full: format!("({n})"), tight: Tight::Sign }
        }
        value => Text::whole(value.literal()),
    }
}

/// A column, a scalar or a literal.
fn leaf(choices: &mut Choices, ty: Type, scope: &Scope<'_>) -> Text {
    let names = scope.names(ty);
    if names.is_empty() || choices.once_in(4) {
        return literal(choices, ty);
    }
    Text::whole(choices.of(&names).clone())
}

/// An expression of a type.
pub(crate) fn expression(choices: &mut Choices, ty: Type, depth: usize, scope: &Scope<'_>) -> Text {
    if depth == 0 || choices.pick(4) == 0 {
        return leaf(choices, ty, scope);
    }
    let depth = depth - 1;
    match choices.pick(9) {
        0 => {
            let condition = expression(choices, Type::Bool, depth, scope);
            let parts = [condition, expression(choices, ty, depth, scope), expression(choices, ty, depth, scope)];
            if choices.once_in(4) {
                let [condition, first, last] = parts;
                let second = expression(choices, Type::Bool, depth, scope);
                let other = expression(choices, ty, depth, scope);
                return call("case", &[condition, first, second, other, last]);
            }
            call(choices.word(&["iff", "iif", "case"]), &parts)
        }
        1 if ty != Type::Dynamic && ty != Type::Guid => {
            let parts = [expression(choices, ty, depth, scope), expression(choices, ty, depth, scope)];
            call("coalesce", &parts)
        }
        _ => match ty {
            Type::Bool => truth(choices, depth, scope),
            Type::Int => {
                call("toint", &[any(choices, depth, scope, &[Type::Long, Type::Real, Type::String, Type::Dynamic])])
            }
            Type::Long => whole_number(choices, depth, scope),
            Type::Real => number(choices, depth, scope),
            Type::String | Type::Decimal => text(choices, depth, scope),
            Type::Datetime => moment(choices, depth, scope),
            Type::Timespan => length(choices, depth, scope),
            Type::Dynamic => dynamic(choices, depth, scope),
            Type::Guid => leaf(choices, ty, scope),
        },
    }
}

fn any(choices: &mut Choices, depth: usize, scope: &Scope<'_>, types: &[Type]) -> Text {
    let ty = *choices.of(types);
    expression(choices, ty, depth, scope)
}

fn small(choices: &mut Choices) -> Text {
    let n = *choices.of(&[0, 1, 2, 3, -1, -2, 10]);
    if n < 0 {
        Text { least: n.to_string(), full: format!("({n})"), tight: Tight::Sign }
    } else {
        Text::whole(n.to_string())
    }
}

fn truth(choices: &mut Choices, depth: usize, scope: &Scope<'_>) -> Text {
    const OPERATORS: [&str; 27] = [
        "==",
        "!=",
        "=~",
        "!~",
        "has",
        "!has",
        "has_cs",
        "!has_cs",
        "contains",
        "!contains",
        "contains_cs",
        "!contains_cs",
        "startswith",
        "!startswith",
        "startswith_cs",
        "!startswith_cs",
        "endswith",
        "!endswith",
        "endswith_cs",
        "!endswith_cs",
        "hasprefix",
        "!hasprefix",
        "hasprefix_cs",
        "hassuffix",
        "!hassuffix",
        "hassuffix_cs",
        "matches regex",
    ];
    match choices.pick(13) {
        12 => {
            let Some((table, column, ty)) = other_column(choices, scope) else { return truth(choices, depth, scope) };
            let value = expression(choices, ty, depth, scope);
            let list = Text::whole(format!("({table} | project {column})"));
            let ops: &[&str] = if ty == Type::String { &["in", "!in", "in~", "!in~"] } else { &["in", "!in"] };
            binary(choices.word(ops), Tight::Equality, &value, &list)
        }
        0 => {
            let ty = *choices.of(&[Type::Long, Type::Real, Type::Datetime, Type::Timespan, Type::Int]);
            let (left, right) = (expression(choices, ty, depth, scope), expression(choices, ty, depth, scope));
            let (op, tight) = *choices.of(&[
                ("<", Tight::Order),
                ("<=", Tight::Order),
                (">", Tight::Order),
                (">=", Tight::Order),
                ("==", Tight::Equality),
                ("!=", Tight::Equality),
            ]);
            binary(op, tight, &left, &right)
        }
        1 | 2 => {
            let left = expression(choices, Type::String, depth, scope);
            let op = choices.word(&OPERATORS);
            let right = if op == "matches regex" {
                Text::whole(choices.word(&["'a'", "@'^\\d+$'", "'(?i)CMD'", "'[a-c]+'", "@'\\.'", "'^$'"]))
            } else {
                expression(choices, Type::String, depth.min(1), scope)
            };
            binary(op, if matches!(op, "==" | "!=") { Tight::Equality } else { Tight::Texts }, &left, &right)
        }
        3 | 4 => {
            let (left, right) =
                (expression(choices, Type::Bool, depth, scope), expression(choices, Type::Bool, depth, scope));
            if choices.once_in(2) {
                binary("or", Tight::Or, &left, &right)
            } else {
                binary("and", Tight::And, &left, &right)
            }
        }
        5 => call("not", &[expression(choices, Type::Bool, depth, scope)]),
        6 => {
            let ty = *choices.of(&[Type::String, Type::Long, Type::Int, Type::Datetime]);
            let left = expression(choices, ty, depth, scope);
            let items: Vec<Text> = (0..=choices.pick(3)).map(|_| literal(choices, ty)).collect();
            let ops: &[&str] =
                if ty == Type::String { &["in", "!in", "in~", "!in~", "has_any", "has_all"] } else { &["in", "!in"] };
            let op = choices.word(ops);
            let list = Text::joined("(", &items, ", ", ")");
            binary(op, Tight::Equality, &left, &list)
        }
        7 => {
            let ty = *choices.of(&[Type::Long, Type::Real, Type::Datetime, Type::Timespan]);
            let value = expression(choices, ty, depth, scope);
            let (low, high) = (expression(choices, ty, 0, scope), expression(choices, ty, 0, scope));
            let range = Text::joined("(", &[low, high], " .. ", ")");
            binary(choices.word(&["between", "!between"]), Tight::Equality, &value, &range)
        }
        8 => {
            let value = any(choices, depth, scope, &data::TYPES);
            call(choices.word(&["isnull", "isnotnull", "isempty", "isnotempty"]), &[value])
        }
        9 => {
            let value = expression(choices, Type::Dynamic, depth, scope);
            match choices.pick(4) {
                0 => binary("==", Tight::Equality, &value, &literal(choices, Type::String)),
                1 => binary(">", Tight::Order, &value, &small(choices)),
                2 => binary(
                    choices.word(&["has", "contains", "=~"]),
                    Tight::Texts,
                    &value,
                    &literal(choices, Type::String),
                ),
                _ => call("set_has_element", &[value, leaf(choices, Type::String, scope)]),
            }
        }
        10 => call("tobool", &[any(choices, depth, scope, &[Type::String, Type::Long, Type::Dynamic, Type::Real])]),
        _ => {
            let ty = *choices.of(&[Type::Bool, Type::Guid, Type::String, Type::Timespan]);
            let (left, right) = (expression(choices, ty, depth, scope), expression(choices, ty, depth, scope));
            binary(choices.word(&["==", "!="]), Tight::Equality, &left, &right)
        }
    }
}

/// A column of some table that is not the one at hand.
fn other_column(choices: &mut Choices, scope: &Scope<'_>) -> Option<(String, String, Type)> {
    let mut columns = Vec::new();
    for (table, local) in scope.locals {
        if let Local::Table(rows) = local {
            let plain = rows.columns.iter().filter(|(_, ty)| matches!(ty, Type::String | Type::Long | Type::Datetime));
            columns.extend(plain.map(|(name, ty)| (table.clone(), column(name), *ty)));
        }
    }
    if columns.is_empty() { None } else { Some(choices.of(&columns).clone()) }
}

fn arithmetic(choices: &mut Choices, left: &Text, right: &Text) -> Text {
    let (op, tight) = *choices.of(&[
        ("+", Tight::Sum),
        ("-", Tight::Sum),
        ("*", Tight::Product),
        ("/", Tight::Product),
        ("%", Tight::Product),
    ]);
    binary(op, tight, left, right)
}

fn whole_number(choices: &mut Choices, depth: usize, scope: &Scope<'_>) -> Text {
    let long = |choices: &mut Choices| expression(choices, Type::Long, depth, scope);
    match choices.pick(16) {
        0..=3 => {
            let left = any(choices, depth, scope, &[Type::Long, Type::Long, Type::Int]);
            let right = any(choices, depth, scope, &[Type::Long, Type::Long, Type::Long, Type::Int, Type::Dynamic]);
            arithmetic(choices, &left, &right)
        }
        4 => call("strlen", &[expression(choices, Type::String, depth, scope)]),
        5 => call(
            "tolong",
            &[any(
                choices,
                depth,
                scope,
                &[Type::String, Type::Real, Type::Dynamic, Type::Int, Type::Bool, Type::Timespan],
            )],
        ),
        6 => call("array_length", &[expression(choices, Type::Dynamic, depth, scope)]),
        7 => call("indexof", &[expression(choices, Type::String, depth, scope), literal(choices, Type::String)]),
        8 => {
            let period =
                choices.word(&["'day'", "'hour'", "'month'", "'year'", "'week'", "'minute'", "'second'", "'quarter'"]);
            let (a, b) =
                (expression(choices, Type::Datetime, depth, scope), expression(choices, Type::Datetime, depth, scope));
            call("datetime_diff", &[Text::whole(period), a, b])
        }
        9 => call(choices.word(&["bin", "floor"]), &[long(choices), small(choices)]),
        10 => call("abs", &[any(choices, depth, scope, &[Type::Long, Type::Int])]),
        11 => call(choices.word(&["min_of", "max_of"]), &[long(choices), long(choices)]),
        12 => {
            let value = long(choices);
            Text {
                least: format!("-{}", value.within(Tight::Whole)),
                full: format!("(-({}))", value.full),
                tight: Tight::Sign,
            }
        }
        13 => call(
            choices.word(&["getyear", "getmonth", "dayofmonth", "hourofday"]),
            &[expression(choices, Type::Datetime, depth, scope)],
        ),
        14 => {
            let functions = scope.functions("long_");
            if functions.is_empty() { long(choices) } else { call(&choices.of(&functions).clone(), &[long(choices)]) }
        }
        _ => match choices.pick(4) {
            3 => match other_column(choices, scope) {
                Some((table, column, Type::Long)) => {
                    Text::whole(format!("toscalar({table} | summarize max({column}))"))
                }
                Some((table, _, _)) => Text::whole(format!("toscalar({table} | count)")),
                None => long(choices),
            },
            0 => call("countof", &[expression(choices, Type::String, depth, scope), literal(choices, Type::String)]),
            1 => call(
                "array_index_of",
                &[expression(choices, Type::Dynamic, depth, scope), leaf(choices, Type::String, scope)],
            ),
            _ => call(
                "strcmp",
                &[expression(choices, Type::String, depth, scope), expression(choices, Type::String, depth, scope)],
            ),
        },
    }
}

fn number(choices: &mut Choices, depth: usize, scope: &Scope<'_>) -> Text {
    let real = |choices: &mut Choices| expression(choices, Type::Real, depth, scope);
    match choices.pick(8) {
        0..=2 => {
            let left = real(choices);
            let right = any(choices, depth, scope, &[Type::Real, Type::Long, Type::Int]);
            if choices.once_in(2) { arithmetic(choices, &right, &left) } else { arithmetic(choices, &left, &right) }
        }
        3 => call("toreal", &[any(choices, depth, scope, &[Type::String, Type::Long, Type::Dynamic, Type::Bool])]),
        4 => call("round", &[real(choices), small(choices)]),
        5 => call(choices.word(&["ceiling", "abs"]), &[real(choices)]),
        6 => call("bin", &[real(choices), Text::whole(choices.word(&["0.5", "1.5", "10", "0.1"]))]),
        _ => {
            let (a, b) =
                (expression(choices, Type::Timespan, depth, scope), expression(choices, Type::Timespan, depth, scope));
            binary("/", Tight::Product, &a, &b)
        }
    }
}

fn text(choices: &mut Choices, depth: usize, scope: &Scope<'_>) -> Text {
    let string = |choices: &mut Choices| expression(choices, Type::String, depth, scope);
    match choices.pick(15) {
        0 | 1 => call("tostring", &[any(choices, depth, scope, &data::TYPES)]),
        2 => {
            let parts: Vec<Text> = (0..=choices.pick(3)).map(|_| any(choices, depth, scope, &data::TYPES)).collect();
            call("strcat", &parts)
        }
        3 => call(choices.word(&["tolower", "toupper"]), &[string(choices)]),
        4 => call("substring", &[string(choices), small(choices)]),
        5 => call("substring", &[string(choices), small(choices), small(choices)]),
        6 => call("replace_string", &[string(choices), literal(choices, Type::String), literal(choices, Type::String)]),
        7 => {
            let pattern = choices.word(&["'a'", "' '", "@'\\s+'", "'[a-c]+'", "@'\\d'"]);
            call(choices.word(&["trim", "trim_start", "trim_end"]), &[Text::whole(pattern), string(choices)])
        }
        8 => {
            let pattern = choices.word(&["'(a+)'", "@'(\\d+)'", "@'^(\\w+)\\W(\\w+)'"]);
            let group = choices.word(&["0", "1"]);
            call("extract", &[Text::whole(pattern), Text::whole(group), string(choices)])
        }
        9 => call("gettype", &[any(choices, depth, scope, &data::TYPES)]),
        10 => call("reverse", &[any(choices, depth, scope, &[Type::String, Type::Long])]),
        11 => {
            let format = choices.word(&["'yyyy-MM-dd'", "'HH:mm:ss'", "'yyyy/MM/dd HH:mm:ss.fff'"]);
            call("format_datetime", &[expression(choices, Type::Datetime, depth, scope), Text::whole(format)])
        }
        12 => call("strcat_array", &[expression(choices, Type::Dynamic, depth, scope), Text::whole("'-'")]),
        13 => call("strcat_delim", &[Text::whole("'/'"), string(choices), any(choices, depth, scope, &data::TYPES)]),
        _ => {
            let parts = call("split", &[string(choices), Text::whole(choices.word(&["','", "'a'", "' '", "'-'"]))]);
            call("tostring", &[Text::joined("", &[parts], "", choices.word(&["[0]", "[1]", "[-1]"]))])
        }
    }
}

fn moment(choices: &mut Choices, depth: usize, scope: &Scope<'_>) -> Text {
    let value = expression(choices, Type::Datetime, depth, scope);
    match choices.pick(6) {
        0 => {
            let by = expression(choices, Type::Timespan, depth, scope);
            binary(choices.word(&["+", "-"]), Tight::Sum, &value, &by)
        }
        1 => call("bin", &[value, Text::whole(choices.word(&["1h", "1d", "7d", "5m", "time(00:00:00.0000001)"]))]),
        2 => {
            let name = choices.word(&[
                "startofday",
                "startofweek",
                "startofmonth",
                "startofyear",
                "endofday",
                "endofweek",
                "endofmonth",
                "endofyear",
            ]);
            if choices.once_in(2) { call(name, &[value, small(choices)]) } else { call(name, &[value]) }
        }
        3 => {
            let period = choices.word(&["'day'", "'hour'", "'month'", "'year'", "'week'", "'second'"]);
            call("datetime_add", &[Text::whole(period), small(choices), value])
        }
        4 => call("todatetime", &[any(choices, depth, scope, &[Type::String, Type::Dynamic])]),
        _ => value,
    }
}

fn length(choices: &mut Choices, depth: usize, scope: &Scope<'_>) -> Text {
    let value = expression(choices, Type::Timespan, depth, scope);
    match choices.pick(7) {
        0 => {
            let (a, b) =
                (expression(choices, Type::Datetime, depth, scope), expression(choices, Type::Datetime, depth, scope));
            binary("-", Tight::Sum, &a, &b)
        }
        1 => {
            let by = any(choices, depth, scope, &[Type::Long, Type::Real, Type::Int]);
            binary(choices.word(&["*", "/"]), Tight::Product, &value, &by)
        }
        2 => call("bin", &[value, Text::whole(choices.word(&["1h", "1d", "5m"]))]),
        3 => {
            let other = expression(choices, Type::Timespan, depth, scope);
            let (op, tight) = *choices.of(&[("+", Tight::Sum), ("-", Tight::Sum), ("%", Tight::Product)]);
            binary(op, tight, &value, &other)
        }
        4 => call("totimespan", &[any(choices, depth, scope, &[Type::String, Type::Dynamic])]),
        5 => call("dayofweek", &[expression(choices, Type::Datetime, depth, scope)]),
        _ => call("abs", &[value]),
    }
}

fn dynamic(choices: &mut Choices, depth: usize, scope: &Scope<'_>) -> Text {
    let bag = |choices: &mut Choices| expression(choices, Type::Dynamic, depth, scope);
    match choices.pick(12) {
        0..=3 => {
            // A path stands behind a column, in brackets behind what is not one.
            let names = scope.names(Type::Dynamic);
            let object = if names.is_empty() {
                call("parse_json", &[leaf(choices, Type::String, scope)])
            } else {
                Text::whole(choices.of(&names).clone())
            };
            let path = choices.word(&[".a", "['a']", "[0]", "[-1]", ".a.b", "['a b']", "[1]", ".a[0]", ".b.c"]);
            Text::joined("", &[object], "", path)
        }
        4 => {
            let parts: Vec<Text> = (0..=choices.pick(3)).map(|_| any(choices, depth, scope, &data::TYPES)).collect();
            call("pack_array", &parts)
        }
        5 => call("parse_json", &[expression(choices, Type::String, depth, scope)]),
        6 => call(
            "split",
            &[expression(choices, Type::String, depth, scope), Text::whole(choices.word(&["','", "'a'", "' '"]))],
        ),
        7 => call(
            choices.word(&["set_union", "set_intersect", "set_difference", "array_concat"]),
            &[bag(choices), bag(choices)],
        ),
        8 => call(choices.word(&["bag_keys", "array_reverse", "array_sort_asc"]), &[bag(choices)]),
        9 => call("array_slice", &[bag(choices), small(choices), small(choices)]),
        10 => call(
            "bag_pack",
            &[
                Text::whole("'a'"),
                any(choices, depth, scope, &data::TYPES),
                Text::whole("'b'"),
                any(choices, depth, scope, &data::TYPES),
            ],
        ),
        _ => call("split", &[expression(choices, Type::String, depth, scope), Text::whole("'-'"), Text::whole("0")]),
    }
}
