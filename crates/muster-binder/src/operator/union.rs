//! `union`

use muster_catalog::{Type, Value};
use muster_source::{Severity, Span};
use muster_syntax::operator::OperatorOption;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name};

use super::option::{option, word};
use super::project_away::matches;
use crate::binder::Binder;
use crate::bound::{Column, Expr, RelationKind};
use crate::codes;
use crate::naming::UniqueNames;
use crate::scope::{Local, Tabular};

/// A column of the result: its name, and what each input has for it.
#[derive(Debug)]
struct Unified {
    name: String,
    ty: Type,
    unknown: bool,
    sources: Vec<Option<Column>>,
}

impl Binder<'_> {
    pub(super) fn union(
        &mut self,
        options: &[OperatorOption],
        tables: &[Syntax],
        input: Option<Tabular>,
        span: Span,
    ) -> Tabular {
        let inner = self.option_word(options, &["kind"], &["inner", "outer"]).is_some_and(|word| word == "inner");
        let fuzzy = self.option_flag(options, &["isfuzzy"]);
        let source = option(options, &["withsource", "with_source"]).and_then(|option| word(&option.value));
        let mut inputs: Vec<Tabular> = input.into_iter().collect();
        for table in tables {
            self.union_input(table, fuzzy, &mut inputs);
        }
        self.unite(inputs, inner, source, span)
    }

    fn union_input(&mut self, table: &Syntax, fuzzy: bool, inputs: &mut Vec<Tabular>) {
        match &table.kind {
            SyntaxKind::Name(name) if name.text.contains('*') => {
                let before = self.diagnostics.len();
                let found = self.tables_matching(name);
                if found.is_empty() && fuzzy {
                    self.diagnostics.truncate(before);
                }
                inputs.extend(found);
            }
            _ if fuzzy => {
                let before = self.diagnostics.len();
                let bound = self.tabular(table);
                // What a fuzzy union cannot find is left out.
                let head = head(table);
                let missing = self.diagnostics.iter().skip(before).position(|diagnostic| {
                    let there = diagnostic.labels.first().is_some_and(|label| label.span == head);
                    there && (diagnostic.code == codes::UNKNOWN_TABLE || diagnostic.code == codes::UNKNOWN_FUNCTION)
                });
                match missing {
                    Some(index) => {
                        self.diagnostics.truncate(before + index + 1);
                        if let Some(missing) = self.diagnostics.last_mut() {
                            missing.severity = Severity::Warning;
                        }
                    }
                    None => inputs.push(bound),
                }
            }
            _ => {
                let bound = self.tabular(table);
                inputs.push(bound);
            }
        }
    }

    /// The tables whose names match a pattern: those of the catalog, and `let`s declared as `view`.
    pub(super) fn tables_matching(&mut self, pattern: &Name) -> Vec<Tabular> {
        let names: Vec<String> =
            self.catalog.table_names().filter(|name| matches(&pattern.text, name)).map(str::to_owned).collect();
        let views: Vec<String> = self
            .env
            .iter()
            .filter(|(name, local)| match local {
                Local::Function(function) => function.declaration.view && matches(&pattern.text, name),
                Local::Tabular(_) | Local::Scalar(_) | Local::Pattern(_) | Local::Broken => false,
            })
            .map(|(name, _)| name.to_owned())
            .collect();
        let mut found = Vec::new();
        for text in names.into_iter().filter(|name| !views.contains(name)) {
            let name = Name { text, span: pattern.span, quoted: true };
            found.push(self.catalog_table(&name));
        }
        for text in views {
            let name = Name { text, span: pattern.span, quoted: true };
            let table = Syntax { span: pattern.span, kind: SyntaxKind::Name(name) };
            found.push(self.tabular(&table));
        }
        if found.is_empty() {
            let message = format!("no table matches `{}`", pattern.text);
            self.error(codes::UNKNOWN_NAME, message, pattern.span);
        }
        found
    }

    /// Rows of all inputs: columns of one name and type become one, those of one name and several types are called
    /// after their types.
    pub(super) fn unite(&mut self, inputs: Vec<Tabular>, inner: bool, source: Option<String>, span: Span) -> Tabular {
        let broken = inputs.iter().any(|input| input.broken);
        let open = inputs.iter().find_map(|input| input.open.clone());
        let depth = inputs.iter().map(|input| input.depth).max().unwrap_or(0);
        let named: Vec<Option<String>> = inputs.iter().map(|input| input.name.clone()).collect();
        let relations: Vec<_> = inputs.into_iter().map(|input| self.shown(input)).collect();
        let mut unified = self.unify(&relations);
        if inner {
            unified.retain(|column| column.sources.iter().all(Option::is_some));
        }
        if !self.charge(unified.len() * relations.len(), span) {
            return self.broken_table(span);
        }
        let mut columns = Vec::with_capacity(unified.len() + 1);
        let mut sources: Vec<Vec<Option<Expr>>> = relations.iter().map(|_| Vec::new()).collect();
        if let Some(name) = source {
            columns.push(self.column(name, Type::String));
            for (index, (row, name)) in sources.iter_mut().zip(&named).enumerate() {
                let shown = name.clone().unwrap_or_else(|| format!("union_arg{index}"));
                row.push(Some(self.literal(Value::String(shown), span)));
            }
        }
        let mut names = UniqueNames::default();
        for column in &columns {
            names.reserve(&column.name);
        }
        for column in unified {
            let name = names.take(&column.name, &column.name);
            let result = self.column(name, column.ty);
            if column.unknown {
                self.unknown.insert(result.id);
            }
            for (row, source) in sources.iter_mut().zip(column.sources) {
                row.push(source.map(|source| self.reference(&source, span)));
            }
            columns.push(result);
        }
        let relation = self.relation(RelationKind::Union { inputs: relations, sources }, columns, span);
        Tabular { open, broken, depth, ..Tabular::new(relation) }
    }

    fn unify(&self, relations: &[crate::bound::Relation]) -> Vec<Unified> {
        let mut order: Vec<String> = Vec::new();
        let mut by_name: std::collections::BTreeMap<&str, Vec<Unified>> = std::collections::BTreeMap::new();
        for (index, relation) in relations.iter().enumerate() {
            for column in &relation.columns {
                let unknown = self.unknown.contains(&column.id);
                let same = by_name.entry(&column.name).or_insert_with(|| {
                    order.push(column.name.clone());
                    Vec::new()
                });
                let at = same.iter().position(|known| known.ty == column.ty && known.unknown == unknown);
                let at = at.unwrap_or_else(|| {
                    let sources = relations.iter().map(|_| None).collect();
                    same.push(Unified { name: column.name.clone(), ty: column.ty, unknown, sources });
                    same.len() - 1
                });
                if let Some(slot) = same.get_mut(at).and_then(|known| known.sources.get_mut(index)) {
                    *slot = Some(column.clone());
                }
            }
        }
        let mut unified = Vec::new();
        for name in order {
            let mut same = by_name.remove(name.as_str()).unwrap_or_default();
            if same.len() > 1 {
                for column in &mut same {
                    let ty = if column.unknown { "unknown" } else { column.ty.name() };
                    column.name = format!("{name}_{ty}");
                }
            }
            unified.extend(same);
        }
        unified
    }
}

/// Where the name of a table or a function stands, under operators and parentheses.
fn head(table: &Syntax) -> Span {
    match &table.kind {
        SyntaxKind::Parenthesized(inner) => head(inner),
        SyntaxKind::Pipe { source, .. } => head(source),
        SyntaxKind::Call { name, .. } => name.span,
        _ => table.span,
    }
}
