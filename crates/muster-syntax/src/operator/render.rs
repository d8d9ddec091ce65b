//! `render`.

use super::OperatorOption;
use crate::parser::{ListRules, Parser};
use crate::{Keyword, Name, Operator, TokenKind};

pub(crate) fn parse(p: &mut Parser<'_>) -> Operator {
    let visualization = visualization(p).unwrap_or_else(|| {
        p.expected("timechart");
        p.no_name()
    });
    let mut options = Vec::new();
    // `kind=…`, `title=…`, `accumulate=…`, `with "…"` and `by …` without parentheses: an old form.
    loop {
        let option = ["kind", "title", "accumulate"].iter().find_map(|name| p.option_with_equal(name));
        if let Some(option) = option {
            options.push(option);
        } else if p.is(Keyword::By) || (p.is(Keyword::With) && p.peek_at(1) != TokenKind::OpenParen) {
            old_clause(p, &mut options);
        } else {
            break;
        }
    }
    if p.eat_keyword(Keyword::With).is_some() {
        options.extend(p.options_in_parentheses(PROPERTIES));
    }
    Operator::Render { visualization, options }
}

/// Any name, or a keyword that is a chart.
fn visualization(p: &mut Parser<'_>) -> Option<Name> {
    use Keyword as W;
    let known = match p.peek() {
        TokenKind::Keyword(keyword) => matches!(
            keyword,
            W::ThreeDChart
                | W::Anomalychart
                | W::Areachart
                | W::Barchart
                | W::Card
                | W::Columnchart
                | W::Graph
                | W::Ladderchart
                | W::Linechart
                | W::Piechart
                | W::Pivotchart
                | W::Plotly
                | W::Scatterchart
                | W::Stackedareachart
                | W::Timechart
                | W::Timeline
                | W::Timepivot
                | W::Treemap
        ),
        kind => kind == TokenKind::Identifier,
    };
    if known { p.word() } else { None }
}

fn old_clause(p: &mut Parser<'_>, options: &mut Vec<OperatorOption>) {
    let by = p.is(Keyword::By);
    let Some(name) = p.word() else { return };
    if !by {
        let value = p.literal().or_else(|| p.name_expression()).unwrap_or_else(|| {
            p.missing("string");
            p.nothing()
        });
        options.push(OperatorOption { name, value });
        return;
    }
    let ended =
        |p: &Parser<'_>| matches!(p.peek_text(), "kind" | "title" | "accumulate" | "with" | "by") || p.at_list_end();
    let rules = ListRules::of(Parser::missing_name_expression).ends_at(ended).at_least_one();
    let columns = p.comma_list(&rules, |p| p.declared_name().map(Parser::as_expression));
    options.extend(columns.into_iter().map(|value| OperatorOption { name: name.clone(), value }));
}

const PROPERTIES: &[&str] = &[
    "kind",
    "title",
    "accumulate",
    "xcolumn",
    "ycolumns",
    "anomalycolumns",
    "series",
    "xtitle",
    "ytitle",
    "xaxis",
    "yaxis",
    "legend",
    "ysplit",
    "ymin",
    "ymax",
    "xmin",
    "xmax",
];
