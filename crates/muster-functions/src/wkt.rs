//! Well-known text: shapes as text.

use serde_json::{Value as Json, json};

use crate::geo::{Point, is_ring};

/// How deep collections may nest.
const MAX_DEPTH: usize = 16;

/// Reads a shape; `Ok(None)` where the text is none.
///
/// # Errors
/// What is no plain shape of two dimensions in range.
pub(crate) fn read(text: &str) -> Result<Option<Json>, String> {
    let mut reader = Reader { rest: text.trim() };
    match reader.shape(0)? {
        Some(shape) if reader.rest.trim_start().is_empty() => Ok(Some(shape)),
        _ => Ok(None),
    }
}

type Read<T> = Result<Option<T>, String>;

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn word(&mut self) -> &'t str {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.rest = &rest[end..];
        &rest[..end]
    }

    fn take(&mut self, mark: char) -> bool {
        match self.rest.trim_start().strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn shape(&mut self, depth: usize) -> Read<Json> {
        let kind = self.word().to_ascii_uppercase();
        if depth == MAX_DEPTH {
            return Err("of collections that nest so deeply".to_owned());
        }
        let after = Reader { rest: self.rest }.word();
        if !kind.is_empty() && !after.is_empty() {
            return Err(format!("of a shape with `{after}`"));
        }
        let (name, coordinates) = match kind.as_str() {
            "POINT" => ("Point", self.list(Self::position)?.and_then(only)),
            "LINESTRING" => ("LineString", self.line()?),
            "POLYGON" => ("Polygon", self.polygon()?),
            "MULTIPOINT" => ("MultiPoint", self.list(Self::bracketed_position)?.map(Json::from)),
            "MULTILINESTRING" => ("MultiLineString", self.list(Self::line)?.map(Json::from)),
            "MULTIPOLYGON" => ("MultiPolygon", self.list(Self::polygon)?.map(Json::from)),
            "GEOMETRYCOLLECTION" => {
                let shapes = self.list(|reader| reader.shape(depth + 1))?;
                return Ok(shapes.map(|shapes| json!({"type": "GeometryCollection", "geometries": shapes})));
            }
            _ => return Ok(None),
        };
        Ok(coordinates.map(|coordinates| json!({"type": name, "coordinates": coordinates})))
    }

    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Read<Json>) -> Read<Vec<Json>> {
        if !self.take('(') {
            return Ok(None);
        }
        let mut items = Vec::new();
        loop {
            match item(self)? {
                Some(item) => items.push(item),
                None => return Ok(None),
            }
            if !self.take(',') {
                return Ok(self.take(')').then_some(items));
            }
        }
    }

    fn number(&mut self) -> Option<f64> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || ",()".contains(c)).unwrap_or(rest.len());
        let number = rest[..end].parse().ok().filter(|number: &f64| number.is_finite())?;
        self.rest = &rest[end..];
        Some(number)
    }

    fn position(&mut self) -> Read<Json> {
        let Some((longitude, latitude)) = self.number().zip(self.number()) else { return Ok(None) };
        if self.number().is_some() {
            return Err("of a shape with more than two dimensions".to_owned());
        }
        if Point::new(longitude, latitude).is_none() {
            return Err("of a coordinate out of range".to_owned());
        }
        Ok(Some(json!([longitude, latitude])))
    }

    fn bracketed_position(&mut self) -> Read<Json> {
        if self.rest.trim_start().starts_with('(') {
            return Ok(self.list(Self::position)?.and_then(only));
        }
        self.position()
    }

    fn line(&mut self) -> Read<Json> {
        let Some(positions) = self.list(Self::position)? else { return Ok(None) };
        if positions.len() < 2 {
            return Err("of a line of one point".to_owned());
        }
        Ok(Some(Json::from(positions)))
    }

    fn polygon(&mut self) -> Read<Json> {
        let ring = |reader: &mut Self| {
            let Some(positions) = reader.list(Self::position)? else { return Ok(None) };
            let points: Option<Vec<Point>> = positions.iter().map(Point::read).collect();
            if points.is_some_and(|points| is_ring(&points)) {
                Ok(Some(Json::from(positions)))
            } else {
                Err("of a polygon whose ring is not closed, or has fewer than three corners".to_owned())
            }
        };
        Ok(self.list(ring)?.map(Json::from))
    }
}

fn only(mut items: Vec<Json>) -> Option<Json> {
    if items.len() == 1 { items.pop() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_shape_is_none_and_what_is_no_plain_one_is_refused() {
        for text in ["", "LINESTRING", "POINT (1)", "POINT (1 2", "POINT (1 2) x", "CIRCLE (1 2)", "POINT (1 2, 3 4)"] {
            assert_eq!(read(text), Ok(None), "{text}");
        }
        for text in ["POINT EMPTY", "POINT Z (1 2 3)", "POINT (1 2 3)", "POINT (200 1)", "POLYGON ((0 0, 1 1, 2 2))"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"GEOMETRYCOLLECTION (".repeat(100)).is_err());
    }
}
