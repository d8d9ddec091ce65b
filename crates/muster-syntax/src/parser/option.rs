//! Options between an operator's keyword and its arguments (`kind=inner`, `hint.strategy=shuffle`), and those in the
//! parentheses of `with (…)`.

use super::{ListRules, Parser};
use crate::operator::OperatorOption;
use crate::{Expr, Keyword, Name, TokenKind, codes};

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// A literal or a name.
    Value,
    /// A word, even a keyword.
    Word,
    /// A name: a column, or one that is declared.
    Name,
    /// Several columns.
    Names,
    /// A text, perhaps by a call.
    Text,
}

/// The options that any operator may be given; whether it has them is the binder's question.
const KNOWN: &[(&str, Takes)] = &[
    ("__crossCluster", Takes::Value),
    ("__crossDB", Takes::Value),
    ("__id", Takes::Value),
    ("__isFuzzy", Takes::Value),
    ("__noWithSource", Takes::Value),
    ("__packedColumn", Takes::Name),
    ("__sourceColumnIndex", Takes::Value),
    ("bagexpansion", Takes::Word),
    ("bin_legacy", Takes::Value),
    ("cycles", Takes::Word),
    ("decodeblocks", Takes::Value),
    ("expandoutput", Takes::Value),
    ("force_remote", Takes::Value),
    ("hint.concurrency", Takes::Word),
    ("hint.distribution", Takes::Word),
    ("hint.materialized", Takes::Value),
    ("hint.num_partitions", Takes::Value),
    ("hint.pass_filters", Takes::Value),
    ("hint.pass_filters_column", Takes::Name),
    ("hint.progressive_top", Takes::Value),
    ("hint.remote", Takes::Word),
    ("hint.shufflekey", Takes::Name),
    ("hint.spread", Takes::Word),
    ("hint.strategy", Takes::Word),
    ("isfuzzy", Takes::Value),
    ("kind", Takes::Word),
    ("with_itemindex", Takes::Name),
    ("with_match_id", Takes::Name),
    ("with_source", Takes::Name),
    ("with_step_name", Takes::Name),
    ("withsource", Takes::Name),
];

/// The options of single operators, and those in parentheses after `with`.
const OWN: &[(&str, Takes)] = &[
    ("accumulate", Takes::Value),
    ("anomalycolumns", Takes::Names),
    ("best_effort", Takes::Value),
    ("characters", Takes::Value),
    ("escape", Takes::Value),
    ("flags", Takes::Word),
    ("greedy", Takes::Value),
    ("kv_delimiter", Takes::Value),
    ("legend", Takes::Word),
    ("pair_delimiter", Takes::Value),
    ("quote", Takes::Value),
    ("regex", Takes::Value),
    ("series", Takes::Names),
    ("threshold", Takes::Value),
    ("title", Takes::Text),
    ("xaxis", Takes::Word),
    ("xcolumn", Takes::Name),
    ("xmax", Takes::Value),
    ("xmin", Takes::Value),
    ("xtitle", Takes::Text),
    ("yaxis", Takes::Word),
    ("ycolumns", Takes::Names),
    ("ymax", Takes::Value),
    ("ymin", Takes::Value),
    ("ysplit", Takes::Word),
    ("ytitle", Takes::Text),
];

/// Whether a word that is no option of the operator may be an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Equal {
    /// An option's name is one only before `=`.
    Needed,
    /// It always is one; a missing `=` is said to be missing.
    Assumed,
}

impl Parser<'_> {
    /// The text of an option's name, and how many tokens it takes: `hint.pass_filters` is three.
    fn option_name(&self, ahead: usize) -> Option<(&str, usize)> {
        if !matches!(self.peek_at(ahead), TokenKind::Identifier | TokenKind::Keyword(_)) {
            return None;
        }
        let text = self.text_at(ahead);
        if text == "hint"
            && self.peek_at(ahead + 1) == TokenKind::Dot
            && self.touches(ahead + 1)
            && self.touches(ahead + 2)
        {
            let whole = self.token(ahead).span.to(self.token(ahead + 2).span);
            return Some((self.slice(whole), 3));
        }
        Some((text, 1))
    }

    fn takes(name: &str, own: &[&str]) -> Option<Takes> {
        let find = |table: &[(&str, Takes)]| table.iter().find(|(n, _)| *n == name).map(|(_, takes)| *takes);
        find(KNOWN).or_else(|| own.contains(&name).then(|| find(OWN)).flatten())
    }

    /// Whether the name of an option stands `ahead`: how many tokens it is, and what it takes.
    fn scan_option(&self, ahead: usize, own: &[&str], equal: Equal) -> Option<(usize, Takes)> {
        let (name, length) = self.option_name(ahead)?;
        let takes = Self::takes(name, own)?;
        let fits = equal == Equal::Assumed || self.peek_at(ahead + length) == TokenKind::Equal;
        fits.then_some((length, takes))
    }

    /// Whether the name of a known option stands `ahead`.
    pub(super) fn at_known_option(&self, ahead: usize) -> bool {
        self.scan_option(ahead, &[], Equal::Assumed).is_some()
    }

    /// Options, not parted by commas. `own` are those beside the known ones.
    pub(crate) fn options(&mut self, own: &[&str], equal: Equal) -> Vec<OperatorOption> {
        let mut options = Vec::new();
        while let Some((length, takes)) = self.scan_option(0, own, equal) {
            self.option(length, takes, own, &mut options);
        }
        options
    }

    /// Options of an operator that has only hints, which change no result.
    pub(crate) fn hints(&mut self, operator: &str) {
        for option in self.options(&[], Equal::Needed) {
            if !option.name.text.starts_with("hint.") {
                self.wrong_option(operator, &option);
            }
        }
    }

    pub(crate) fn wrong_option(&mut self, operator: &str, option: &OperatorOption) {
        let message = format!("`{operator}` has no option `{}`", option.name.text);
        self.error(codes::WRONG_OPTION, message, option.name.span);
    }

    /// One option of that name, if it stands before `=`.
    pub(crate) fn option_with_equal(&mut self, name: &str) -> Option<OperatorOption> {
        if self.peek_text() != name {
            return None;
        }
        let (length, takes) = self.scan_option(0, &[name], Equal::Needed)?;
        let mut options = Vec::new();
        self.option(length, takes, &[], &mut options);
        options.pop()
    }

    /// `(name=value, …)`: only options from `own`. Several columns give several options of one name.
    pub(crate) fn options_in_parentheses(&mut self, own: &[&str]) -> Vec<OperatorOption> {
        self.expect(TokenKind::OpenParen, "(");
        let options = self.option_list(own, true);
        self.expect(TokenKind::CloseParen, ")");
        options
    }

    /// Options parted by commas; with `only_own`, a known one that is not among `own` ends the list.
    pub(crate) fn option_list(&mut self, own: &[&str], only_own: bool) -> Vec<OperatorOption> {
        let rules = ListRules::of(|p| {
            p.missing("option: `name=value`");
            Vec::new()
        });
        let lists = self.comma_list(&rules, |p| {
            let (name, _) = p.option_name(0)?;
            if only_own && !own.contains(&name) {
                return None;
            }
            let (length, takes) = p.scan_option(0, own, Equal::Assumed)?;
            let mut options = Vec::new();
            p.option(length, takes, own, &mut options);
            Some(options)
        });
        lists.into_iter().flatten().collect()
    }

    fn option(&mut self, length: usize, takes: Takes, own: &[&str], options: &mut Vec<OperatorOption>) {
        let name = self.take_name(length);
        self.expect(TokenKind::Equal, "=");
        if takes == Takes::Names {
            let columns = self.option_columns(own);
            options.extend(columns.into_iter().map(|value| OperatorOption { name: name.clone(), value }));
            return;
        }
        let value = match takes {
            Takes::Word => self.option_word().or_else(|| self.option_value()),
            Takes::Name => self.name_expression().or_else(|| self.option_value()),
            Takes::Text => self.path(),
            Takes::Value | Takes::Names => self.option_value(),
        };
        let value = value.unwrap_or_else(|| {
            // Where only certain words may stand, they are expected; else a value is missing.
            let code = if takes == Takes::Word && name.text != "flags" { codes::EXPECTED } else { codes::MISSING };
            self.error(code, format!("missing value of `{}`", name.text), self.here());
            self.nothing()
        });
        options.push(OperatorOption { name, value });
    }

    /// A name, or one of the keywords that are values of an option.
    fn option_word(&mut self) -> Option<Expr> {
        use Keyword as W;
        let value = match self.peek() {
            TokenKind::Keyword(keyword) => {
                keyword.is_name() || matches!(keyword, W::Simple | W::Relaxed | W::Nooptimization | W::Single)
            }
            kind => kind == TokenKind::Identifier,
        };
        if value { self.word().map(Self::as_expression) } else { None }
    }

    fn option_value(&mut self) -> Option<Expr> {
        self.literal().or_else(|| self.name_expression())
    }

    /// Columns up to the next option.
    fn option_columns(&mut self, own: &[&str]) -> Vec<Expr> {
        let mut columns = Vec::new();
        loop {
            let option = self.scan_option(0, own, Equal::Needed).is_some();
            match if option { None } else { self.declared_name() } {
                Some(name) => columns.push(Self::as_expression(name)),
                None => columns.push(self.missing_name_expression()),
            }
            let after_comma = |p: &Self| p.scan_option(1, own, Equal::Assumed).is_some() || p.list_ends_at(1);
            if self.peek() != TokenKind::Comma || after_comma(self) {
                return columns;
            }
            self.bump();
        }
    }

    fn list_ends_at(&self, ahead: usize) -> bool {
        use TokenKind as K;
        matches!(self.peek_at(ahead), K::CloseParen | K::CloseBracket | K::CloseBrace | K::Bar | K::Semicolon | K::End)
    }

    /// `with (name=value, …)` of a source or a statement: any names.
    pub(crate) fn properties(&mut self) -> Vec<OperatorOption> {
        if self.eat_keyword(Keyword::With).is_none() {
            return Vec::new();
        }
        self.expect(TokenKind::OpenParen, "(");
        let rules = ListRules::of(|p| {
            p.missing("property: `name=value`");
            OperatorOption { name: p.no_name(), value: p.nothing() }
        });
        let properties = self.comma_list(&rules, Self::property);
        self.expect(TokenKind::CloseParen, ")");
        properties
    }

    fn property(&mut self) -> Option<OperatorOption> {
        use TokenKind as K;
        let name: Name = self.declared_name()?;
        self.expect(TokenKind::Equal, "=");
        let literal =
            matches!(self.peek(), K::String | K::Long | K::Real | K::Bool | K::DateTime | K::RawGuid | K::Guid);
        let value = if literal { self.literal() } else { self.declared_name().map(Self::as_expression) };
        let value = value.unwrap_or_else(|| {
            self.missing("value");
            self.nothing()
        });
        Some(OperatorOption { name, value })
    }
}
