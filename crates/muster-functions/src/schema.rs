//! The least schema that admits all of a number of dynamic values.

use muster_catalog::Type;
use muster_values::{Answer, Args, Column, Failure};
use serde_json::{Map, Value as Json};

use crate::GroupedFold;

/// The key under which a schema has the types of the elements of arrays.
const INDEXER: &str = "`indexer`";

/// What a place of the values may hold.
#[derive(Debug, Default)]
struct Schema {
    primitives: Vec<&'static str>,
    container: Option<Vec<(String, Schema)>>,
}

impl Schema {
    /// Admits a value.
    fn admit(&mut self, value: &Json) -> Result<(), &'static str> {
        match value {
            Json::Null => return Err("null in an array or a bag"),
            Json::Bool(_) => return Err("`bool`"),
            Json::Number(number) => self.primitive(if number.is_f64() { "double" } else { "long" })?,
            Json::String(_) => self.primitive("string")?,
            Json::Array(elements) => {
                if elements.is_empty() {
                    return Err("empty array");
                }
                let indexer = self.property(INDEXER);
                for element in elements {
                    indexer.admit(element)?;
                }
            }
            Json::Object(entries) => {
                self.container.get_or_insert_default();
                for (key, value) in entries {
                    self.property(key).admit(value)?;
                }
            }
        }
        Ok(())
    }

    fn primitive(&mut self, name: &'static str) -> Result<(), &'static str> {
        if !self.primitives.contains(&name) {
            // Whether Kusto orders them by name or by appearance shows only where these differ.
            if self.primitives.last().is_some_and(|last| *last > name) {
                return Err("union of types that do not appear in the order of their names");
            }
            self.primitives.push(name);
        }
        Ok(())
    }

    fn property(&mut self, key: &str) -> &mut Self {
        let properties = self.container.get_or_insert_default();
        let place = properties.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
            properties.push((key.to_owned(), Self::default()));
            properties.len() - 1
        });
        &mut properties[place].1
    }

    fn json(self) -> Json {
        let container = self.container.map(|properties| {
            Json::Object(properties.into_iter().map(|(key, schema)| (key, schema.json())).collect::<Map<_, _>>())
        });
        let mut types: Vec<Json> = container.into_iter().chain(self.primitives.into_iter().map(Json::from)).collect();
        if types.len() == 1 { types.remove(0) } else { Json::Array(types) }
    }
}

/// `buildschema`.
#[derive(Debug, Default)]
pub(crate) struct BuildSchema {
    schemas: Vec<Schema>,
}

impl GroupedFold for BuildSchema {
    fn push(&mut self, args: &Args<'_>, groups: &[usize], total: usize) -> Result<(), Failure> {
        if self.schemas.len() < total {
            self.schemas.resize_with(total, Schema::default);
        }
        let values = args.json(0);
        for (row, group) in groups.iter().enumerate() {
            if let (Some(value), Some(schema)) = (values.get(row), self.schemas.get_mut(*group)) {
                schema
                    .admit(&value)
                    .map_err(|what| Failure::new(format!("`buildschema` of a {what} is not supported")))?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, total: usize, returns: Type) -> Answer {
        let mut schemas = std::mem::take(&mut self.schemas);
        schemas.resize_with(total, Schema::default);
        let mut values = Vec::with_capacity(total);
        for schema in schemas {
            if schema.primitives.is_empty() && schema.container.is_none() {
                return Err(Failure::new("`buildschema` of no values is not supported"));
            }
            values.push(muster_catalog::Value::Dynamic(schema.json()));
        }
        Ok(Column::from_values(returns, values))
    }

    fn size(&self) -> usize {
        self.schemas.len() * std::mem::size_of::<Schema>()
    }
}
