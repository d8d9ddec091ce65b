//! Edges on the sphere: the nearest point of one, where two cross, and the middle of lines and areas.

use crate::geo::{EARTH_RADIUS, Point, ROUNDING, Region, Vector, between};

/// The point of an edge that is nearest to `point`.
fn closest_on_edge(point: Vector, from: Vector, to: Vector) -> Vector {
    let normal = from.cross(to);
    let foot = point.add(normal.times(-point.dot(normal) / normal.dot(normal)));
    if normal.cross(from).dot(foot) > 0.0 && to.cross(normal).dot(foot) > 0.0 {
        foot.times(1.0 / foot.length())
    } else if point.angle(from) < point.angle(to) {
        from
    } else {
        to
    }
}

/// The edge, by its index, and the point on it that is nearest to `point`, and the angle to it.
pub(crate) fn closest(point: Vector, line: &[Point]) -> Option<(usize, Vector, f64)> {
    let edges = line.windows(2).enumerate().map(|(index, ends)| {
        let nearest = closest_on_edge(point, ends[0].vector(), ends[1].vector());
        (index, nearest, point.angle(nearest))
    });
    edges.min_by(|left, right| left.2.total_cmp(&right.2))
}

/// The point of several lines that is nearest to `point`, and the meters to it.
pub(crate) fn closest_of(point: Vector, lines: &[Vec<Point>]) -> Option<(Vector, f64)> {
    let nearest = lines.iter().filter_map(|line| closest(point, line));
    let (_, nearest, angle) = nearest.min_by(|left, right| left.2.total_cmp(&right.2))?;
    Some((nearest, angle * EARTH_RADIUS))
}

/// Whether two edges cross; `None` where an end of one lies on the other.
fn cross([a, b]: [Vector; 2], [c, d]: [Vector; 2]) -> Option<bool> {
    let (ab, cd) = (a.cross(b), c.cross(d));
    let (of_c, of_d, of_a, of_b) = (ab.dot(c), ab.dot(d), cd.dot(a), cd.dot(b));
    let apart = |one: f64, other: f64| one.min(other) > ROUNDING || one.max(other) < -ROUNDING;
    if apart(of_c, of_d) || apart(of_a, of_b) {
        return Some(false);
    }
    let ends = [(of_c, c, [a, b], ab), (of_d, d, [a, b], ab), (of_a, a, [c, d], cd), (of_b, b, [c, d], cd)];
    let mut in_line = ends.iter().filter(|(side, ..)| side.abs() <= ROUNDING).peekable();
    if in_line.peek().is_some() {
        // An end in line with the other edge, but not on it, leaves no other way for the two to meet.
        return if in_line.any(|(_, end, [from, to], edge)| between(*end, *from, *to, *edge)) {
            None
        } else {
            Some(false)
        };
    }
    // Great circles cross in two opposite points, of which only one may be on both edges.
    let is_left = of_d > 0.0;
    Some((of_c < 0.0) == is_left && (of_b < 0.0) == is_left && (of_a > 0.0) == is_left)
}

/// The points where edges of two groups of lines cross, up to the second.
///
/// # Errors
/// Lines that touch without crossing anywhere.
pub(crate) fn crossings(left: &[Vec<Point>], right: &[Vec<Point>]) -> Result<Vec<Point>, String> {
    let edges = |lines: &[Vec<Point>]| -> Vec<[Vector; 2]> {
        lines.iter().flat_map(|line| line.windows(2)).map(|ends| [ends[0].vector(), ends[1].vector()]).collect()
    };
    let (left, right) = (edges(left), edges(right));
    let (mut points, mut touch) = (Vec::new(), false);
    for one in &left {
        for other in &right {
            match cross(*one, *other) {
                Some(true) if points.len() < 2 => points.push(crossing(*one, *other)),
                Some(_) => {}
                None => touch = true,
            }
        }
    }
    if touch && points.is_empty() { Err("of shapes that touch".to_owned()) } else { Ok(points) }
}

/// The point where two edges that cross do so.
fn crossing([a, b]: [Vector; 2], [c, d]: [Vector; 2]) -> Point {
    let point = a.cross(b).cross(c.cross(d));
    let is_opposite = point.dot(a.add(b)) < 0.0;
    if is_opposite { point.times(-1.0).point() } else { point.point() }
}

/// Whether any edges of two groups of lines cross.
///
/// # Errors
/// As [`crossings`].
pub(crate) fn any_cross(left: &[Vec<Point>], right: &[Vec<Point>]) -> Result<bool, String> {
    crossings(left, right).map(|points| !points.is_empty())
}

/// Whether the first point of a line is inside a polygon.
///
/// # Errors
/// As [`Region::new`], and a point on an edge.
pub(crate) fn begins_inside(line: &[Point], polygon: &[Vec<Point>]) -> Result<bool, String> {
    let region = Region::new(polygon)?;
    let Some(first) = line.first() else { return Ok(false) };
    region.contains(first.vector()).ok_or_else(|| "of shapes that touch".to_owned())
}

/// The middle of lines; `None` where they balance out.
pub(crate) fn centroid_of_lines(lines: &[Vec<Point>]) -> Option<Point> {
    let mut sum = Vector([0.0; 3]);
    for ends in lines.iter().flat_map(|line| line.windows(2)) {
        let (from, to) = (ends[0].vector(), ends[1].vector());
        let (difference, total) = (from.add(to.times(-1.0)), from.add(to));
        sum = sum.add(total.times((difference.dot(difference) / total.dot(total)).sqrt()));
    }
    (sum.length() > ROUNDING).then(|| sum.point())
}

/// The middle of the area of polygons; `None` where they have none.
pub(crate) fn centroid_of_polygons(polygons: &[Vec<Vec<Point>>]) -> Option<Point> {
    let mut sum = Vector([0.0; 3]);
    for rings in polygons {
        for (index, ring) in rings.iter().enumerate() {
            let corners: Vec<Vector> = ring.iter().skip(1).map(|point| point.vector()).collect();
            let first = *corners.first()?;
            let fan = corners.get(1..)?.windows(2).map(|ends| triangle(first, ends[0], ends[1]));
            let area = fan.fold(Vector([0.0; 3]), Vector::add);
            let middle = corners.iter().fold(Vector([0.0; 3]), |sum, corner| sum.add(*corner));
            // A ring may go either way around; holes count against the shell.
            let is_outward = area.dot(middle) > 0.0;
            sum = sum.add(if is_outward == (index == 0) { area } else { area.times(-1.0) });
        }
    }
    (sum.length() > 0.0).then(|| sum.point())
}

/// The middle of a triangle times its area, with the sign of its orientation.
fn triangle(a: Vector, b: Vector, c: Vector) -> Vector {
    let stretch = |from: Vector, to: Vector| {
        let angle = from.angle(to);
        if angle == 0.0 { 1.0 } else { angle / angle.sin() }
    };
    let (of_a, of_b, of_c) = (stretch(b, c), stretch(c, a), stretch(a, b));
    let axis = |index: usize| Vector([a.0[index], b.0[index] - a.0[index], c.0[index] - a.0[index]]);
    let stretches = Vector([of_a, of_b - of_a, of_c - of_a]);
    let (x, y, z) = (axis(0), axis(1), axis(2));
    Vector([y.cross(z).dot(stretches), z.cross(x).dot(stretches), x.cross(y).dot(stretches)]).times(0.5)
}

/// The point of a line after this share of its length.
pub(crate) fn at_fraction(line: &[Point], fraction: f64) -> Option<Point> {
    let (first, last) = (line.first()?, line.last()?);
    if fraction <= 0.0 {
        return Some(*first);
    }
    let edges = || line.windows(2).map(|ends| (ends[0].vector(), ends[1].vector()));
    let mut rest = fraction * edges().map(|(from, to)| from.angle(to)).sum::<f64>();
    for (from, to) in edges() {
        let angle = from.angle(to);
        if rest < angle {
            let ahead = from.cross(to).cross(from);
            let ahead = ahead.times(1.0 / ahead.length());
            return Some(from.times(rest.cos()).add(ahead.times(rest.sin())).point());
        }
        rest -= angle;
    }
    Some(*last)
}

/// The share of a line's length up to its point that is nearest to `point`.
pub(crate) fn fraction_at(line: &[Point], point: Vector) -> Option<f64> {
    let (edge, nearest, _) = closest(point, line)?;
    let angles: Vec<f64> = line.windows(2).map(|ends| ends[0].vector().angle(ends[1].vector())).collect();
    let before: f64 = angles[..edge].iter().sum();
    Some((before + line[edge].vector().angle(nearest)) / angles.iter().sum::<f64>())
}
