//! `parse-kv`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::operator::OperatorOption;
use muster_syntax::{ColumnDeclaration, Expr as Syntax};

use super::option::{option, word};
use crate::binder::Binder;
use crate::bound::{Column, KvDelimiters, KvForm, KvQuotes, ParseKv, RelationKind};
use crate::codes;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn parse_kv(
        &mut self,
        value: &Syntax,
        keys: &[ColumnDeclaration],
        options: &[OperatorOption],
        mut input: Tabular,
        span: Span,
    ) -> Tabular {
        let value = self.scalar(value, Scope::row(&input));
        let value = self.convert(value, Type::String);
        let made = self.declared_columns(keys);
        let mut columns = input.relation.columns.clone();
        let taken = made.iter().any(|column| columns.iter().any(|known| known.name == column.name));
        columns.extend(made.iter().cloned());
        self.charge(columns.len(), span);
        let form = match self.kv_form(options, &made) {
            _ if taken => Err("`parse-kv` of a key that has the name of a column".to_owned()),
            form => form,
        };
        let kind = match form {
            Ok(form) => {
                let parse = ParseKv { input: input.take_relation(), value, columns: made, form };
                RelationKind::ParseKv(Box::new(parse))
            }
            Err(what) => RelationKind::Unsupported { what },
        };
        let relation = self.relation(kind, columns, span);
        input.with(relation)
    }

    /// Where keys and values are, or what cannot be run.
    fn kv_form(&mut self, options: &[OperatorOption], keys: &[Column]) -> Result<KvForm, String> {
        let greedy = self.option_flag(options, &["greedy"]);
        let mut quotes = KvQuotes::default();
        for option in options {
            let given = word(&option.value).unwrap_or_default();
            let mut characters = given.chars();
            match (option.name.text.as_str(), characters.next(), characters.next(), characters.next()) {
                ("quote", Some(open), close, None) => quotes.pairs.push((open, close.unwrap_or(open))),
                ("escape", Some(escape), None, None) => quotes.escapes.push(escape),
                ("quote", ..) => self.kv_option(option, "a quote is one character, or an opening and a closing one"),
                ("escape", ..) => self.kv_option(option, "an escape is one character"),
                _ => {}
            }
        }
        let text = |name: &str| option(options, &[name]).map(|option| word(&option.value).unwrap_or_default());
        match (text("pair_delimiter"), text("kv_delimiter"), text("regex")) {
            (Some(pair), Some(kv), None) if !pair.is_empty() && !kv.is_empty() => {
                Ok(KvForm::Delimited(KvDelimiters { pair, kv, quotes, greedy }))
            }
            (None, None, Some(pattern)) => Ok(KvForm::Regex(pattern)),
            (None, None, None) if keys.iter().all(|key| key.name.chars().all(char::is_alphanumeric)) => {
                Ok(KvForm::Free(quotes))
            }
            (None, None, None) => Err("`parse-kv` without delimiters of a key that is no plain word".to_owned()),
            _ => Err("`parse-kv` with these delimiters".to_owned()),
        }
    }

    fn kv_option(&mut self, option: &OperatorOption, help: &str) {
        let message = format!("this is no value of `{}`", option.name.text);
        let error = self.fault(codes::BAD_OPTION, message, option.value.span);
        self.report(error.help(help));
    }
}
