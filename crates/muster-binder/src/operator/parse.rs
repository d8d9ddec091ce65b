//! `parse`, `parse-where`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::operator::{Parse as Syntax, ParsePart as SyntaxPart};

use super::option::{option, word};
use crate::binder::Binder;
use crate::bound::{Column, Parse, ParseMode, ParsePart, RelationKind};
use crate::codes;
use crate::naming::{UniqueNames, text};
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn parse(&mut self, parse: &Syntax, only_matches: bool, mut input: Tabular, span: Span) -> Tabular {
        let mode = match self.option_word(&parse.options, &["kind"], &["simple", "regex", "relaxed"]).as_deref() {
            Some("regex") => ParseMode::Regex,
            Some("relaxed") => ParseMode::Relaxed,
            _ => ParseMode::Simple,
        };
        let flags = option(&parse.options, &["flags"]).and_then(|option| word(&option.value)).unwrap_or_default();
        let value = self.scalar(&parse.value, Scope::row(&input));
        let value = self.convert(value, Type::String);
        let mut columns: Vec<Column> = input.relation.columns.clone();
        let mut declared: Vec<Column> = Vec::new();
        let mut names = UniqueNames::default();
        for column in &columns {
            names.reserve(&column.name);
        }
        let mut parts = Vec::with_capacity(parse.pattern.len());
        for (index, part) in parse.pattern.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| parse.pattern.get(index));
            let after = parse.pattern.get(index + 1);
            match part {
                SyntaxPart::Star(place) => {
                    self.check_star(before, after, *place);
                    parts.push(ParsePart::Star);
                }
                SyntaxPart::Text(literal) => parts.push(ParsePart::Text(text(literal).unwrap_or_default())),
                SyntaxPart::Column { name, ty } => {
                    if matches!(before, Some(SyntaxPart::Star(_) | SyntaxPart::Column { .. })) {
                        let message = format!("the column `{}` follows no text", name.text);
                        self.error(codes::PATTERN_NAME, message, name.span);
                    }
                    if declared.iter().any(|known| known.name == name.text) {
                        let message = format!("a column `{}` is in this pattern already", name.text);
                        self.error(codes::DUPLICATE_COLUMN, message, name.span);
                        continue;
                    }
                    let ty = ty.as_ref().map_or(Type::String, |ty| Type::from_name(&ty.text).unwrap_or(Type::String));
                    let shown = names.take(&name.text, &name.text);
                    let column = self.column(shown, ty);
                    columns.push(column.clone());
                    declared.push(Column { name: name.text.clone(), ..column.clone() });
                    parts.push(ParsePart::Column(column));
                }
            }
        }
        self.charge(columns.len(), span);
        let kind = Parse { input: self.windowed(input.take_relation()), value, mode, flags, parts, only_matches };
        let relation = self.relation(RelationKind::Parse(Box::new(kind)), columns, span);
        input.with(relation)
    }

    fn check_star(&mut self, before: Option<&SyntaxPart>, after: Option<&SyntaxPart>, place: Span) {
        if after.is_some_and(|after| !matches!(after, SyntaxPart::Text(_))) {
            self.error(codes::PATTERN_STAR, "a text has to follow `*`", place);
        }
        let string = |ty: &Option<muster_syntax::Name>| ty.as_ref().is_none_or(|ty| ty.text == "string");
        if matches!(before, Some(SyntaxPart::Column { ty, .. }) if string(ty)) {
            let error = self.fault(codes::PATTERN_AMBIGUOUS, "where the column before `*` ends cannot be told", place);
            self.report(error.help("put a text between them"));
        }
    }
}
