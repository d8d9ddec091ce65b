//! Schemas, parameters and their types.

use super::{ListRules, Parser};
use crate::{ColumnDeclaration, Keyword, Name, ParameterDeclaration, ParameterKind, TokenKind, codes};

impl Parser<'_> {
    /// A type's name that has to be there.
    fn type_name(&mut self) -> Name {
        match self.peek() {
            TokenKind::Keyword(keyword) if keyword.is_type() => self.take_name(1),
            TokenKind::Keyword(keyword) if keyword.is_extended_type() || keyword.is_name() => self.bad_type(),
            TokenKind::Identifier => self.bad_type(),
            _ => {
                self.missing("type name");
                self.no_name()
            }
        }
    }

    /// A type's name that has to be there, of those that `find` takes.
    pub(crate) fn extended_type_name(&mut self) -> Name {
        match self.peek() {
            TokenKind::Keyword(keyword) if keyword.is_extended_type() => self.take_name(1),
            _ => self.type_name(),
        }
    }

    fn bad_type(&mut self) -> Name {
        let name = self.take_name(1);
        let message = format!("`{}` is not a type that can be used here", name.text);
        let types = ["bool", "datetime", "decimal", "dynamic", "guid", "int", "long", "real", "string", "timespan"];
        let d = self.diagnostic(codes::BAD_TYPE, message, name.span);
        let d = match muster_source::nearest(&name.text, types) {
            Some(near) => d.help(format!("a similar type is `{near}`")).fix(name.span, near),
            None => d.help(format!("the types are `{}`", types.join("`, `"))),
        };
        self.push(d);
        name
    }

    /// `name: type`
    pub(crate) fn column_declaration(&mut self) -> Option<ColumnDeclaration> {
        let name = self.declared_name_before_colon()?;
        Some(ColumnDeclaration { name, ty: self.type_name() })
    }

    /// `name` or `name: type`, as in the pattern of `parse`.
    pub(crate) fn column_and_perhaps_type(&mut self) -> Option<(Name, Option<Name>)> {
        if self.peek() == TokenKind::Colon
            || self.scan_declared_name(0).is_some_and(|l| self.peek_at(l) == TokenKind::Colon)
        {
            let column = self.column_declaration()?;
            return Some((column.name, Some(column.ty)));
        }
        self.declared_name().map(|name| (name, None))
    }

    /// The name and the colon; the name may be missing, not both.
    fn declared_name_before_colon(&mut self) -> Option<Name> {
        if let Some(name) = self.declared_name() {
            self.expect(TokenKind::Colon, ":");
            return Some(name);
        }
        if self.peek() != TokenKind::Colon {
            return None;
        }
        let name = self.missing_name();
        self.bump();
        Some(name)
    }

    fn missing_column(&mut self) -> ColumnDeclaration {
        self.missing("column: `name: type`");
        ColumnDeclaration { name: self.no_name(), ty: self.no_name() }
    }

    /// `(name: type, …)`, which has to be there.
    pub(crate) fn schema(&mut self) -> Vec<ColumnDeclaration> {
        if self.eat(TokenKind::OpenParen).is_none() {
            self.missing("schema: `(name: type, …)`");
            return Vec::new();
        }
        self.eat(TokenKind::Comma);
        self.columns()
    }

    /// As [`Self::schema`], with a `*` before its columns: a column of that name and no type.
    pub(crate) fn schema_with_star(&mut self) -> Vec<ColumnDeclaration> {
        if self.peek() != TokenKind::OpenParen {
            return self.schema();
        }
        self.bump();
        self.eat(TokenKind::Comma);
        let mut columns = Vec::new();
        if self.peek() == TokenKind::Asterisk {
            let name = self.take_name(1);
            columns.push(ColumnDeclaration { name, ty: self.no_name() });
        }
        self.eat(TokenKind::Comma);
        columns.extend(self.columns());
        columns
    }

    fn columns(&mut self) -> Vec<ColumnDeclaration> {
        let rules = ListRules::of(Self::missing_column).trailing_comma();
        let columns = self.comma_list(&rules, Self::column_declaration);
        self.expect(TokenKind::CloseParen, ")");
        columns
    }

    /// `name: type = default`, `name: (column: type, …)`, `name: (*)`
    pub(crate) fn parameter(&mut self) -> Option<ParameterDeclaration> {
        let start = self.peek_span();
        let name = self.declared_name_before_colon()?;
        let kind = if self.peek() == TokenKind::OpenParen {
            self.table_kind()
        } else {
            ParameterKind::Scalar(self.type_name())
        };
        let default = self
            .eat(TokenKind::Equal)
            .map(|_| self.literal().or_else(|| self.name_expression()).unwrap_or_else(|| self.missing_expression()));
        Some(ParameterDeclaration { name, kind, default, span: self.span_from(start) })
    }

    fn table_kind(&mut self) -> ParameterKind {
        self.bump();
        if self.eat(TokenKind::Asterisk).is_some() {
            self.expect(TokenKind::CloseParen, ")");
            return ParameterKind::Table { columns: Vec::new(), open: true };
        }
        ParameterKind::Table { columns: self.columns(), open: false }
    }

    fn missing_parameter(&mut self) -> ParameterDeclaration {
        self.missing("parameter: `name: type`");
        let name = self.no_name();
        let span = name.span;
        ParameterDeclaration { name, kind: ParameterKind::Scalar(self.no_name()), default: None, span }
    }

    /// The rest of `(parameter, …)`, from after its opening parenthesis.
    pub(crate) fn parameters(&mut self, at_least_one: bool) -> Vec<ParameterDeclaration> {
        let rules = ListRules { at_least_one, ..ListRules::of(Self::missing_parameter) };
        let parameters = self.comma_list(&rules, Self::parameter);
        self.expect(TokenKind::CloseParen, ")");
        parameters
    }

    /// Whether the parameters of a function begin here: `()`, `(*`, `(name:`, each perhaps after `view`.
    pub(super) fn at_function(&self) -> bool {
        let open = usize::from(self.is(Keyword::View));
        if self.peek_at(open) != TokenKind::OpenParen {
            return false;
        }
        match self.peek_at(open + 1) {
            TokenKind::CloseParen | TokenKind::Asterisk => true,
            _ => self
                .scan_declared_name(open + 1)
                .is_some_and(|length| self.peek_at(open + 1 + length) == TokenKind::Colon),
        }
    }

    /// A column of a pattern's path.
    pub(super) fn column_or_missing(&mut self) -> ColumnDeclaration {
        self.column_declaration().unwrap_or_else(|| self.missing_column())
    }
}
