//! What the grammar of each operator makes of its text, the parts shown as they stand in the text.

use muster_source::Source;
use rstest::rstest;

use super::{ExpandColumn, Operator, OperatorOption, ParsePart, SortKey};
use crate::{ColumnDeclaration, Expr, ExprKind, Statement, parse};

/// Shows parts of a tree by the text that they span.
struct Shown {
    source: Source,
}

impl Shown {
    fn expr(&self, e: &Expr) -> String {
        match &e.kind {
            ExprKind::Missing => "?".to_owned(),
            ExprKind::Named { names, value } => {
                let names: Vec<&str> = names.iter().map(|n| n.text.as_str()).collect();
                format!("{} := {}", names.join(" & "), self.expr(value))
            }
            _ => self.source.slice(e.span).to_owned(),
        }
    }

    fn list(&self, list: &[Expr]) -> String {
        list.iter().map(|e| self.expr(e)).collect::<Vec<_>>().join("; ")
    }

    fn maybe(&self, e: Option<&Expr>) -> String {
        e.map_or_else(|| "-".to_owned(), |e| self.expr(e))
    }

    fn options(&self, options: &[OperatorOption]) -> String {
        options.iter().map(|o| format!("{}={}", o.name.text, self.expr(&o.value)) + " ").collect::<Vec<_>>().concat()
    }

    fn key(&self, key: &SortKey) -> String {
        let order = key.ascending.map_or("", |a| if a { " up" } else { " down" });
        let nulls = key.nulls_first.map_or("", |f| if f { " first" } else { " last" });
        format!("{}{order}{nulls}", self.expr(&key.value))
    }

    fn keys(&self, keys: &[SortKey]) -> String {
        keys.iter().map(|k| self.key(k)).collect::<Vec<_>>().join("; ")
    }

    fn schema(columns: &[ColumnDeclaration]) -> String {
        columns.iter().map(|c| format!("{}:{}", c.name.text, c.ty.text)).collect::<Vec<_>>().join("; ")
    }

    fn expand(&self, columns: &[ExpandColumn]) -> String {
        let column = |c: &ExpandColumn| {
            let to = c.to.as_ref().map_or(String::new(), |t| format!(" -> {}", t.text));
            format!("{}{to}", self.expr(&c.value))
        };
        columns.iter().map(column).collect::<Vec<_>>().join("; ")
    }

    fn operator(&self, operator: &Operator) -> String {
        match operator {
            Operator::As { options, name } => format!("as {}{}", self.options(options), name.text),
            Operator::AssertSchema { columns } => format!("assert-schema {}", Self::schema(columns)),
            Operator::Consume { options } => format!("consume {}", self.options(options)),
            Operator::Count { name } => format!("count {}", name.as_ref().map_or("-", |n| &n.text)),
            Operator::Datatable { columns, values } => {
                format!("datatable {} [{}]", Self::schema(columns), self.list(values))
            }
            Operator::Distinct { columns } => format!("distinct {}", self.list(columns)),
            Operator::Evaluate { options, call, schema } => {
                let schema = schema.as_ref().map_or("-".to_owned(), |s| Self::schema(s));
                format!("evaluate {}{} : {schema}", self.options(options), self.expr(call))
            }
            Operator::Extend { columns } => format!("extend {}", self.list(columns)),
            Operator::ExternalData { columns, uris, options } => {
                format!("externaldata {} [{}] {}", Self::schema(columns), self.list(uris), self.options(options))
            }
            Operator::Facet { columns, with } => {
                format!("facet {} | {}", self.list(columns), self.maybe(with.as_ref()))
            }
            Operator::Find(f) => {
                let (tables, columns) = (self.list(&f.tables), self.list(&f.columns));
                format!("find {}({tables}) {} | {columns}", self.options(&f.options), self.expr(&f.predicate))
            }
            Operator::Fork { branches } => {
                let branch = |(name, body): &(Option<crate::Name>, Expr)| {
                    format!("{}({})", name.as_ref().map_or("", |n| &n.text), self.expr(body))
                };
                format!("fork {}", branches.iter().map(branch).collect::<Vec<_>>().join(" "))
            }
            Operator::GetSchema => "getschema".to_owned(),
            Operator::Graph { keyword } => format!("graph {keyword}"),
            Operator::Invoke { call } => format!("invoke {}", self.expr(call)),
            Operator::Join { options, right, on } | Operator::Lookup { options, right, on } => {
                format!("{}{} on {}", self.options(options), self.expr(right), self.list(on))
            }
            Operator::MakeSeries(m) => {
                let aggregate = |(a, d): &(Expr, Option<Expr>)| format!("{}/{}", self.expr(a), self.maybe(d.as_ref()));
                let aggregates = m.aggregates.iter().map(aggregate).collect::<Vec<_>>().join("; ");
                let (from, to) = (self.maybe(m.from.as_ref()), self.maybe(m.to.as_ref()));
                let (on, step, by) = (self.expr(&m.on), self.expr(&m.step), self.list(&m.by));
                format!("{}{aggregates} on {on} from {from} to {to} step {step} by {by}", self.options(&m.options))
            }
            Operator::MvApply(m) => {
                let limit = self.maybe(m.limit.as_ref());
                format!(
                    "{}{} limit {limit} on {}",
                    self.options(&m.options),
                    self.expand(&m.columns),
                    self.expr(&m.body)
                )
            }
            Operator::MvExpand(m) => {
                format!(
                    "{}{} limit {}",
                    self.options(&m.options),
                    self.expand(&m.columns),
                    self.maybe(m.limit.as_ref())
                )
            }
            Operator::Parse(parse) | Operator::ParseWhere(parse) => {
                let part = |part: &ParsePart| match part {
                    ParsePart::Star(_) => "*".to_owned(),
                    ParsePart::Text(text) => self.expr(text),
                    ParsePart::Column { name, ty } => {
                        format!("{}:{}", name.text, ty.as_ref().map_or("-", |t| &t.text))
                    }
                };
                let parts = parse.pattern.iter().map(part).collect::<Vec<_>>().join(" ");
                format!("{}{} with {parts}", self.options(&parse.options), self.expr(&parse.value))
            }
            Operator::ParseKv { value, columns, options } => {
                format!("{} as {} {}", self.expr(value), Self::schema(columns), self.options(options))
            }
            Operator::Partition { options, by, body } => {
                format!("{}by {} {}", self.options(options), self.expr(by), self.expr(body))
            }
            Operator::Print { columns } => format!("print {}", self.list(columns)),
            Operator::Project { columns } => format!("project {}", self.list(columns)),
            Operator::ProjectAway { columns } => format!("project-away {}", self.list(columns)),
            Operator::ProjectKeep { columns } => format!("project-keep {}", self.list(columns)),
            Operator::ProjectRename { columns } => format!("project-rename {}", self.list(columns)),
            Operator::ProjectReorder { columns } => {
                let key = |k: &super::ReorderKey| format!("{} {:?}", self.expr(&k.column), k.order);
                format!("project-reorder {}", columns.iter().map(key).collect::<Vec<_>>().join("; "))
            }
            Operator::ProjectByNames { columns } => format!("project-by-names {}", self.list(columns)),
            Operator::Range { name, from, to, step } => {
                format!("range {} {} {} {}", name.text, self.expr(from), self.expr(to), self.expr(step))
            }
            Operator::Reduce { by, options } => format!("reduce {} {}", self.expr(by), self.options(options)),
            Operator::Render { visualization, options } => {
                format!("render {} {}", visualization.text, self.options(options))
            }
            Operator::Sample { count } => format!("sample {}", self.expr(count)),
            Operator::SampleDistinct { count, of } => {
                format!("sample-distinct {} of {}", self.expr(count), self.expr(of))
            }
            Operator::Scan(s) => {
                let (order, partition) = (self.keys(&s.order), self.list(&s.partition));
                let declare = |d: &crate::ParameterDeclaration| self.source.slice(d.span).to_owned();
                let declare = s.declare.iter().map(declare).collect::<Vec<_>>().join("; ");
                let step = |s: &super::ScanStep| {
                    let output = s.output.as_ref().map_or("", |o| &o.text);
                    let (condition, assignments) = (self.expr(&s.condition), self.list(&s.assignments));
                    format!("<{} {} {output}: {condition} => {assignments}>", s.name.text, s.optional)
                };
                let steps = s.steps.iter().map(step).collect::<String>();
                format!("{}order {order} partition {partition} declare {declare} {steps}", self.options(&s.options))
            }
            Operator::Search { options, tables, predicate } => {
                format!("search {}({}) {}", self.options(options), self.list(tables), self.expr(predicate))
            }
            Operator::Serialize { columns } => format!("serialize {}", self.list(columns)),
            Operator::Sort { options, keys } => format!("sort {}{}", self.options(options), self.keys(keys)),
            Operator::Summarize { options, aggregates, by } => {
                format!("summarize {}{} by {}", self.options(options), self.list(aggregates), self.list(by))
            }
            Operator::Take { count } => format!("take {}", self.expr(count)),
            Operator::Top { options, count, by } => {
                format!("top {}{} by {}", self.options(options), self.expr(count), self.keys(by))
            }
            Operator::TopHitters { count, of, by } => {
                format!("top-hitters {} of {} by {}", self.expr(count), self.expr(of), self.maybe(by.as_ref()))
            }
            Operator::TopNested { clauses } => {
                let clause = |c: &super::TopNestedClause| {
                    let (count, others) = (self.maybe(c.count.as_ref()), self.maybe(c.others.as_ref()));
                    format!(
                        "<{count} of {} others {others} by {} {:?}>",
                        self.expr(&c.of),
                        self.expr(&c.by),
                        c.ascending
                    )
                };
                clauses.iter().map(clause).collect()
            }
            Operator::Union { options, tables } => format!("union {}{}", self.options(options), self.list(tables)),
            Operator::Where { options, predicate } => {
                format!("where {}{}", self.options(options), self.expr(predicate))
            }
            Operator::Unknown { keyword } => format!("unknown {keyword}"),
        }
    }
}

/// The last operator of a text, shown, and the messages about the text.
fn shown(text: &str) -> (String, Vec<String>) {
    let source = Source::new("q.kql", text);
    let parsed = parse(&source);
    let messages = parsed.diagnostics.iter().map(|d| format!("{} {}", d.code, d.message)).collect();
    let shown = Shown { source };
    let text = match parsed.query.statements.last() {
        Some(Statement::Expression(Expr { kind: ExprKind::Pipe { operators, .. }, .. })) => {
            operators.last().map_or(String::new(), |o| shown.operator(&o.operator))
        }
        Some(Statement::Expression(Expr { kind: ExprKind::Head(node), .. })) => shown.operator(&node.operator),
        _ => String::new(),
    };
    (text, messages)
}

#[rstest]
#[case("T | as hint.materialized=true X", "as hint.materialized=true X")]
#[case("T | assert-schema (a: long, b: string)", "assert-schema a:long; b:string")]
#[case("T | consume decodeblocks=true", "consume decodeblocks=true ")]
#[case("T | count", "count -")]
#[case("T | count as n", "count n")]
#[case("datatable(a: long, b: string,) [1, 'x', -2, \"y\",]", "datatable a:long; b:string [1; 'x'; -2; \"y\"]")]
#[case("datatable(a: datetime)[datetime(2020-01-01)]", "datatable a:datetime [datetime(2020-01-01)]")]
#[case("T | distinct *", "distinct *")]
#[case("T | distinct hint.strategy=shuffle a, b.c", "distinct a; b.c")]
#[case("T | evaluate pivot(a, count())", "evaluate pivot(a, count()) : -")]
#[case(
    "T | evaluate hint.distribution=per_node bag_unpack(d) : (*, x: long)",
    "evaluate hint.distribution=per_node bag_unpack(d) : *:; x:long"
)]
#[case("T | extend a = 1, (b, c) = f(x), d + 1", "extend a := 1; b & c := f(x); d + 1")]
#[case("T | extend ['x y'] = 1, by = 2", "extend x y := 1; by := 2")]
#[case(
    "externaldata(a: string)[@'http://x', 'y'] with (format='csv', ignoreFirstRecord=true)",
    "externaldata a:string [@'http://x'; 'y'] format='csv' ignoreFirstRecord=true "
)]
#[case("T | facet by a, b.c with (where x == 1 | take 2)", "facet a; b.c | where x == 1 | take 2")]
#[case("T | facet by a with take 1", "facet a | take 1")]
#[case(
    "find withsource=S in (A, B*, database('d').C*) where x == 1 project a, b: string, pack(*)",
    "find withsource=S (A; B*; database('d').C*) x == 1 | a; b := string; pack(*)"
)]
#[case("find 'x'", "find () 'x' | ")]
#[case("T | fork (take 1) named=(where x | count)", "fork (take 1) named(where x | count)")]
#[case("T | getschema", "getschema")]
#[case("T | make-graph a --> b with N on id", "graph make-graph")]
#[case("G | graph-match (a)-[e*1..3]->(b) where a.x == 1 project a.x", "graph graph-match")]
#[case("T | invoke f(x, 1)", "invoke f(x, 1)")]
#[case("T | join (U) on a, $left.x == $right.y", " (U) on a; $left.x == $right.y")]
#[case("T | join kind=leftouter hint.remote=auto U on a", " kind=leftouter hint.remote=auto U on a")]
#[case(
    "T | join kind = inner (U | where x) on $left.a == $right.b",
    " kind=inner (U | where x) on $left.a == $right.b"
)]
#[case("T | lookup kind=leftouter U on a", " kind=leftouter U on a")]
#[case(
    "T | make-series n = count() default=0, avg(x) on t from a to b step 1h by c, d",
    " n := count()/0; avg(x)/- on t from a to b step 1h by c; d"
)]
#[case("T | make-series count() on t in range(a, b, 1d)", " count()/- on t from - to - step range(a, b, 1d) by ")]
#[case("T | make-series count() on t step 1d", " count()/- on t from - to - step 1d by ")]
#[case(
    "T | mv-apply a to typeof(string), b = c limit 5 on (where a == 'x' | take 1)",
    " a -> string; b := c limit 5 on where a == 'x' | take 1"
)]
#[case("T | mvapply id = x on (take 1)", " id := x limit - on take 1")]
#[case(
    "T | mv-expand bagexpansion=array a to typeof(string), b limit 10",
    " bagexpansion=array a -> string; b limit 10"
)]
#[case("T | mvexpand kind=array with_itemindex=i x = a.b", " kind=array with_itemindex=i x := a.b limit -")]
#[case(
    "T | parse kind=regex flags=Ui x with * 'a' b: long 'c' 'd' e *",
    " kind=regex flags=Ui x with * 'a' b:long 'c' 'd' e:- *"
)]
#[case("T | parse-where x with a ',' b", " x with a:- ',' b:-")]
#[case(
    "T | parse-kv x as (a: string, b: long) with (pair_delimiter=',', kv_delimiter='=')",
    "x as a:string; b:long pair_delimiter=',' kv_delimiter='=' "
)]
#[case("T | partition hint.strategy=native by a (top 1 by x)", " hint.strategy=native by a top 1 by x")]
#[case("T | partition by a { U | where x == a }", "by a { U | where x == a }")]
#[case("print a = 1, 2", "print a := 1; 2")]
#[case("T | project a, b = c.d", "project a; b := c.d")]
#[case("T | project-away a, b*, *c", "project-away a; b*; *c")]
#[case("T | project-keep a*", "project-keep a*")]
#[case("T | project-rename x = a, y = ['b c']", "project-rename x := a; y := ['b c']")]
#[case(
    "T | project-reorder a, b* asc, c granny-desc, *",
    "project-reorder a AsIs; b* Ascending; c GrannyDescending; * AsIs"
)]
#[case("T | project-by-names 'a', dynamic(['b'])", "project-by-names 'a'; dynamic(['b'])")]
#[case("range x from 1 to 10 step 2", "range x 1 10 2")]
#[case("T | reduce by x with threshold=0.5, characters='-'", "reduce x threshold=0.5 characters='-' ")]
#[case("T | render timechart", "render timechart ")]
#[case(
    "T | render barchart with (title='x', ycolumns=a, b, xcolumn=c)",
    "render barchart title='x' ycolumns=a ycolumns=b xcolumn=c "
)]
#[case("T | render timechart kind=stacked title='x' by a, b", "render timechart kind=stacked title='x' by=a by=b ")]
#[case("T | sample 5", "sample 5")]
#[case("T | sample-distinct 5 of a", "sample-distinct 5 of a")]
#[case(
    "T | scan with_match_id=m partition by a declare (n: long = 0) with (step s1 output=none: x == 1 => n = 1, k = 2; step s2 optional: true;)",
    " with_match_id=m order  partition a declare n: long = 0 <s1 false none: x == 1 => n := 1; k := 2><s2 true : true => >"
)]
#[case("search kind=case_sensitive in (A, B*) 'x' and y:'z'", "search kind=case_sensitive (A; B*) 'x' and y:'z'")]
#[case("search *", "search () *")]
#[case("search * and x == 1", "search () * and x == 1")]
#[case("T | serialize a = row_number()", "serialize a := row_number()")]
#[case("T | serialize", "serialize ")]
#[case("T | order by a asc nulls first, b, c desc nulls last", "sort a up first; b; c down last")]
#[case("T | sort by a nulls last", "sort a last")]
#[case(
    "T | summarize hint.shufflekey=a count(), s = sum(x) by bin(t, 1h), b = c",
    "summarize hint.shufflekey=a count(); s := sum(x) by bin(t, 1h); b := c"
)]
#[case("T | summarize by a", "summarize  by a")]
#[case("T | summarize count() by t bin=1h", "summarize count() by t; bin := 1h")]
#[case("T | take 5", "take 5")]
#[case("T | limit 5", "take 5")]
#[case("T | top 5 by a desc nulls first", "top 5 by a down first")]
#[case("T | top-hitters 5 of a by b", "top-hitters 5 of a by b")]
#[case(
    "T | top-nested 2 of a with others='o' by sum(x) asc, top-nested of b by max(y)",
    "<2 of a others 'o' by sum(x) Some(true)><- of b others - by max(y) None>"
)]
#[case(
    "union kind=outer withsource=S isfuzzy=true A, (B | where x), C*, database('d').E*, *",
    "union kind=outer withsource=S isfuzzy=true A; (B | where x); C*; database('d').E*; *"
)]
#[case("T | union (U)", "union (U)")]
#[case("T | where a == 1 and b has 'x'", "where a == 1 and b has 'x'")]
#[case("T | filter a", "where a")]
#[case("T | where a = 1", "where a := 1")]
fn operators_are_read_part_by_part(#[case] text: &str, #[case] expected: &str) {
    let (shown, messages) = shown(text);
    assert_eq!((shown.trim_start(), messages), (expected.trim_start(), Vec::new()));
}

#[rstest]
#[case("T | wher x", "KS176 unknown query operator `wher`")]
#[case("T |", "KS176 a query operator has to stand after `|`")]
#[case("T | where", "KS006 missing expression")]
#[case("T | take kind=x 5", "MU0104 `take` has no option `kind`")]
#[case("T | lookup U", "KS006 missing `on` and its columns")]
#[case("T | sort a", "KS005 expected `by`")]
#[case("T | sort by a nulls", "KS006 missing `first` or `last`")]
#[case("T | project a b", "KS005 expected `,`")]
#[case("T | extend simple", "KS006 missing expression")]
#[case("T | project simple", "KS198 unexpected `simple`")]
#[case("T | extend kind = 1", "KS228 the name `kind` has to be written `['kind']` here")]
#[case("T | extend a-b = 1", "KS228 the name `a-b` has to be written `['a-b']` here")]
#[case("T | evaluate", "KS006 missing function call")]
#[case("T | mv-expand a to long", "KS006 missing `typeof(…)`")]
#[case("T | join U where a", "MU0103 `where` of `join` is not supported")]
#[case("macro-expand G as x (x.T)", "MU0103 `macro-expand` is not supported")]
#[case("T | getschema kind=csl", "MU0103 `kind` of `getschema` is not supported")]
#[case("datatable(a: text)['x']", "KS160 `text` is not a type that can be used here")]
#[case("range x from 1 to 5", "KS005 expected `step`")]
#[case("T | scan with (step s: true)", "KS005 expected `;`")]
#[case("T | render with (title='x')", "KS005 expected `timechart`")]
#[case("T | join kind= (U) on a", "KS005 missing value of `kind`")]
#[case("T | top-nested of a by x top-nested of b by y", "KS005 expected `,`")]
#[case("T | top-nested of a by x,", "KS006 missing `top-nested` and its clause")]
fn faults_of_operators_are_named(#[case] text: &str, #[case] expected: &str) {
    let (_, messages) = shown(text);
    assert_eq!(messages.first().map(String::as_str), Some(expected), "{messages:?}");
}

#[test]
fn a_misspelt_operator_gets_a_suggestion_and_a_repair() {
    let source = Source::new("q.kql", "T | summarise count()");
    let parsed = parse(&source);
    let first = &parsed.diagnostics[0];
    assert_eq!(first.fix.as_ref().map(|f| f.text.as_str()), Some("summarize"));
}

#[test]
fn reading_goes_on_after_a_fault_at_the_next_bar_and_semicolon() {
    let source = Source::new("q.kql", "T | where a = = 1 | wher b; U | take ) 5 | taek 1");
    let codes: Vec<&str> = parse(&source).diagnostics.iter().map(|d| d.code.0).collect();
    assert!(codes.iter().filter(|c| **c == "KS176").count() == 2, "{codes:?}");
}
