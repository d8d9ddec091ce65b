//! Reads declarations as KQL's control commands write them: `.create table`, `.create function`.
//!
//! ```text
//! // A comment that describes the table.
//! .create table Name (
//!     Column: type,       // what it holds
//!     _ItemId: string,    // hidden
//!     *,                  // any other name is a column too
//! )
//!
//! .create function with (platform, column_arguments) Name (parameters) { body }
//! ```
//!
//! A column whose comment is `hidden` (perhaps with more after a `;`) exists, but no result shows it unless a query
//! names it.

#![expect(clippy::result_large_err, reason = "a declaration has one error, which is told once")]

use muster_source::{Code, CodeEntry, Diagnostic, Source, Span, nearest};

use crate::{Column, Table, Type, UserFunction};

/// A declaration that cannot be read.
pub const MALFORMED_DECLARATION: Code = Code("MU0250");
/// A word that should be a type and is none.
pub const UNKNOWN_TYPE: Code = Code("KS160");
/// A name that is given to two columns.
pub const DUPLICATE_COLUMN: Code = Code("KS171");

/// What there is to know about the codes of declarations; `KS` codes stand with the binder's.
pub const CODES: &[CodeEntry] = &[CodeEntry::new(
    MALFORMED_DECLARATION,
    "a declaration that cannot be read",
    "A table is declared as `.create table Name (Column: type, …)`, a function as `.create function`.",
)];

impl Table {
    /// Reads a `.create table` declaration.
    ///
    /// # Errors
    /// What is wrong, at its place.
    pub fn parse(source: &Source) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = Reader::new(source);
        reader.table().map_err(|error| vec![error])
    }
}

impl UserFunction {
    /// Reads a `.create function` declaration; the parameters and the body are left to the query parser.
    ///
    /// # Errors
    /// What is wrong, at its place.
    pub fn parse(source: &Source) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = Reader::new(source);
        reader.function().map_err(|error| vec![error])
    }
}

struct Reader<'a> {
    source: &'a Source,
    text: &'a str,
    at: usize,
    comment: String,
}

type Read<T> = Result<T, Diagnostic>;

impl<'a> Reader<'a> {
    fn new(source: &'a Source) -> Self {
        Self { source, text: source.text(), at: 0, comment: String::new() }
    }

    fn table(&mut self) -> Read<Table> {
        self.command(&["create", "create-merge"], "table")?;
        let description = prose(&self.comment);
        let name = self.name("a table name")?.0;
        self.expect('(')?;
        let mut table = Table { name, description, columns: Vec::new(), open: false };
        loop {
            self.skip();
            if self.take(')') {
                break;
            }
            if self.take('*') {
                table.open = true;
            } else {
                let column = self.column()?;
                if let Some(column) = column {
                    table.columns.push(column);
                }
            }
            self.skip();
            let more = self.take(',');
            self.remark(&mut table);
            self.skip();
            if !more {
                self.expect(')')?;
                break;
            }
        }
        self.end()?;
        if let Some(twice) = duplicate(&table) {
            let span = Span::new(0, self.text.len());
            return Err(Diagnostic::error(
                DUPLICATE_COLUMN,
                format!("column `{twice}` is declared twice"),
                self.source,
                span,
            ));
        }
        Ok(table)
    }

    fn column(&mut self) -> Read<Option<Column>> {
        let (name, _) = self.name("a column name, `*` or `)`")?;
        self.expect(':')?;
        let (word, span) = self.name("a type")?;
        let Some(ty) = Type::from_name(&word) else {
            let mut error =
                Diagnostic::error(UNKNOWN_TYPE, format!("`{word}` is not the name of a type"), self.source, span);
            if let Some(near) = nearest(&word, Type::ALL.iter().map(|t| t.name())) {
                error = error.help(format!("did you mean `{near}`?"));
            }
            return Err(error);
        };
        Ok(Some(Column::new(name, ty)))
    }

    /// The comment on the line of the column just read describes that column.
    fn remark(&mut self, table: &mut Table) {
        let line = self.text[self.at..].split('\n').next().unwrap_or("");
        if let (Some(remark), Some(column)) = (line.trim_start().strip_prefix("//"), table.columns.last_mut()) {
            let remark = remark.trim();
            let rest = remark.strip_prefix("hidden");
            column.hidden = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(';'));
            rest.filter(|_| column.hidden)
                .map_or(remark, |rest| rest.trim_start_matches(';').trim())
                .clone_into(&mut column.description);
        }
    }

    fn function(&mut self) -> Read<UserFunction> {
        self.command(&["create", "create-or-alter"], "function")?;
        self.skip();
        let (mut platform, mut column_arguments) = (false, false);
        let before = self.at;
        if self.name("a function name")?.0 == "with" {
            self.expect('(')?;
            while !self.take(')') {
                let (property, span) = self.name("a property")?;
                match property.as_str() {
                    "platform" => platform = true,
                    "column_arguments" => column_arguments = true,
                    // Kusto's own properties say nothing about meaning.
                    "docstring" | "folder" | "skipvalidation" | "view" => {
                        self.expect('=')?;
                        self.value();
                    }
                    _ => return Err(self.error(span, format!("`{property}` is not a property of functions"))),
                }
                self.skip();
                if !self.take(',') {
                    self.expect(')')?;
                    break;
                }
                self.skip();
            }
        } else {
            self.at = before;
        }
        let (name, _) = self.name("a function name")?;
        self.skip();
        let start = self.at;
        if !self.text[start..].starts_with('(') {
            return Err(self.expected("`(`"));
        }
        let text = self.text[start..].trim_end();
        let segments = vec![muster_source::Segment { inner: 0, outer: start }];
        Ok(UserFunction { name, source: self.source.excerpt(text, segments), column_arguments, platform })
    }

    fn command(&mut self, verbs: &[&str], noun: &str) -> Read<()> {
        self.skip();
        let start = self.at;
        if self.take('.') {
            let (verb, _) = self.name("a command")?;
            let (what, _) = self.name("a command")?;
            if verbs.contains(&verb.as_str()) && what == noun {
                return Ok(());
            }
        }
        let span = Span::new(start, self.text[start..].find('\n').map_or(self.text.len(), |i| start + i));
        Err(self.error(span, format!("a declaration begins with `.{} {noun}`", verbs[0])))
    }

    fn end(&mut self) -> Read<()> {
        self.skip();
        if self.at == self.text.len() { Ok(()) } else { Err(self.expected("the end of the declaration")) }
    }

    fn value(&mut self) {
        self.skip();
        let rest = &self.text[self.at..];
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
        self.at += match quote {
            Some(quote) => rest[1..].find(quote).map_or(rest.len(), |i| i + 2),
            None => rest.find([',', ')']).unwrap_or(rest.len()),
        };
    }

    fn name(&mut self, what: &str) -> Read<(String, Span)> {
        self.skip();
        let rest = &self.text[self.at..];
        for (open, close) in [("['", "']"), ("[\"", "\"]")] {
            if let Some(inner) = rest.strip_prefix(open)
                && let Some(end) = inner.find(close)
            {
                let span = Span::new(self.at, self.at + end + 4);
                self.at += end + 4;
                return Ok((inner[..end].to_owned(), span));
            }
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
        if end == 0 {
            return Err(self.expected(what));
        }
        let span = Span::new(self.at, self.at + end);
        self.at += end;
        Ok((rest[..end].to_owned(), span))
    }

    fn expect(&mut self, wanted: char) -> Read<()> {
        self.skip();
        if self.take(wanted) { Ok(()) } else { Err(self.expected(&format!("`{wanted}`"))) }
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.text[self.at..].starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn skip(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let blank = rest.len() - rest.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
            self.at += blank;
            let rest = &rest[blank..];
            if !rest.starts_with("//") {
                return;
            }
            let line = rest.find('\n').unwrap_or(rest.len());
            self.comment.push_str(&rest[..line]);
            self.comment.push('\n');
            self.at += line;
        }
    }

    fn expected(&self, what: &str) -> Diagnostic {
        let rest = &self.text[self.at..];
        let length = rest.chars().next().map_or(0, char::len_utf8);
        self.error(Span::new(self.at, self.at + length), format!("expected {what}"))
    }

    fn error(&self, span: Span, message: String) -> Diagnostic {
        Diagnostic::error(MALFORMED_DECLARATION, message, self.source, span)
    }
}

/// The comment lines before a declaration, less addresses.
fn prose(comment: &str) -> String {
    let lines = comment.lines().map(|line| line.trim_start_matches('/').trim());
    lines.filter(|line| !line.starts_with("https://")).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn duplicate(table: &Table) -> Option<&str> {
    let mut seen = std::collections::BTreeSet::new();
    table.columns.iter().map(|c| c.name.as_str()).find(|name| !seen.insert(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Table, Vec<Diagnostic>> {
        Table::parse(&Source::new("t.kql", text))
    }

    #[test]
    fn a_table_reads_with_remarks_hidden_columns_and_openness() {
        let read = table(
            "// Events.\n// https://example.org/x\n.create table E (\n  ['a b']: string, // first; best\n  _I: long, // hidden\n  *,\n)\n",
        )
        .expect("it reads");
        assert_eq!((read.name.as_str(), read.description.as_str(), read.open), ("E", "Events.", true));
        let columns: Vec<_> =
            read.columns.iter().map(|c| (c.name.as_str(), c.ty, c.hidden, c.description.as_str())).collect();
        assert_eq!(columns, [("a b", Type::String, false, "first; best"), ("_I", Type::Long, true, "")]);
    }

    #[test]
    fn a_wrong_type_is_told_at_its_place() {
        let errors = table(".create table E (\n  A: strng)").expect_err("the type is wrong");
        assert_eq!(errors[0].code, UNKNOWN_TYPE);
        assert_eq!(errors[0].notes, [muster_source::Note::Help("did you mean `string`?".into())]);
        assert_eq!(errors[0].labels[0].source.locate(errors[0].labels[0].span).line, 2);
    }

    #[test]
    fn text_after_the_declaration_and_double_columns_are_refused() {
        for text in
            [".create table E (A: long) x", ".create table E (A: long, A: long)", "E (A: long)", ".create table E ("]
        {
            assert!(table(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_function_keeps_the_place_of_its_body() {
        let source = Source::new(
            "f.kql",
            "// Says hello.\n.create function with (platform, docstring='a') F\n(x: long) { x }\n",
        );
        let function = UserFunction::parse(&source).expect("it reads");
        assert_eq!((function.name.as_str(), function.platform, function.column_arguments), ("F", true, false));
        assert_eq!(function.source.text(), "(x: long) { x }");
        assert_eq!(function.source.locate(Span::new(0, 1)).line, 3);
    }
}
