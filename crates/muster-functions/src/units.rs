//! Units of measure, for `convert_length` and its kin.

use muster_values::{Answer, Args, Failure};

/// A unit: its name, and the factor and the offset that bring a value to the base unit (`value * factor + offset`).
type Unit = (&'static str, f64, f64);

/// In degrees.
pub(crate) const ANGLE: [Unit; 6] = [
    ("Degree", 1.0, 0.0),
    ("Arcminute", 1.0 / 60.0, 0.0),
    ("Arcsecond", 1.0 / 3600.0, 0.0),
    ("Gradian", 0.9, 0.0),
    ("Radian", 180.0 / std::f64::consts::PI, 0.0),
    ("Revolution", 360.0, 0.0),
];
/// In meters.
pub(crate) const LENGTH: [Unit; 12] = [
    ("Meter", 1.0, 0.0),
    ("Nanometer", 1e-9, 0.0),
    ("Micrometer", 1e-6, 0.0),
    ("Millimeter", 1e-3, 0.0),
    ("Centimeter", 1e-2, 0.0),
    ("Decimeter", 1e-1, 0.0),
    ("Kilometer", 1e3, 0.0),
    ("Inch", 0.0254, 0.0),
    ("Foot", 0.3048, 0.0),
    ("Yard", 0.9144, 0.0),
    ("Mile", 1609.344, 0.0),
    ("NauticalMile", 1852.0, 0.0),
];
/// In kilograms.
pub(crate) const MASS: [Unit; 7] = [
    ("Kilogram", 1.0, 0.0),
    ("Gram", 1e-3, 0.0),
    ("Milligram", 1e-6, 0.0),
    ("Microgram", 1e-9, 0.0),
    ("Tonne", 1e3, 0.0),
    ("Pound", 0.453_592_37, 0.0),
    ("Ounce", 0.028_349_523_125, 0.0),
];
/// In meters per second.
pub(crate) const SPEED: [Unit; 7] = [
    ("MeterPerSecond", 1.0, 0.0),
    ("MeterPerHour", 1.0 / 3600.0, 0.0),
    ("CentimeterPerSecond", 0.01, 0.0),
    ("CentimeterPerHour", 0.01 / 3600.0, 0.0),
    ("KilometerPerHour", 1000.0 / 3600.0, 0.0),
    ("MilePerHour", 0.447_04, 0.0),
    ("Knot", 1852.0 / 3600.0, 0.0),
];
/// In newtons.
pub(crate) const FORCE: [Unit; 5] = [
    ("Newton", 1.0, 0.0),
    ("Micronewton", 1e-6, 0.0),
    ("Decanewton", 10.0, 0.0),
    ("Kilonewton", 1e3, 0.0),
    ("PoundForce", 4.448_221_615_260_5, 0.0),
];
/// In joules. The British thermal unit is that of the international table.
pub(crate) const ENERGY: [Unit; 7] = [
    ("Joule", 1.0, 0.0),
    ("Kilojoule", 1e3, 0.0),
    ("Megajoule", 1e6, 0.0),
    ("WattHour", 3600.0, 0.0),
    ("KilowattHour", 3.6e6, 0.0),
    ("BritishThermalUnit", 1_055.055_852_62, 0.0),
    ("ElectronVolt", 1.602_176_634e-19, 0.0),
];
/// In kelvins.
pub(crate) const TEMPERATURE: [Unit; 4] = [
    ("Kelvin", 1.0, 0.0),
    ("DegreeCelsius", 1.0, 273.15),
    ("DegreeFahrenheit", 5.0 / 9.0, 459.67 * 5.0 / 9.0),
    ("DegreeRankine", 5.0 / 9.0, 0.0),
];
/// In cubic meters. Kusto rounds its acre-foot: a cubic meter is 0.000810714 of it.
pub(crate) const VOLUME: [Unit; 10] = [
    ("CubicMeter", 1.0, 0.0),
    ("CubicCentimeter", 1e-6, 0.0),
    ("CubicDecimeter", 1e-3, 0.0),
    ("CubicInch", 1.638_706_4e-5, 0.0),
    ("CubicFoot", 0.028_316_846_592, 0.0),
    ("CubicYard", 0.764_554_857_984, 0.0),
    ("Liter", 1e-3, 0.0),
    ("Milliliter", 1e-6, 0.0),
    ("UsGallon", 0.003_785_411_784, 0.0),
    ("AcreFoot", 1.0 / 0.000_810_714, 0.0),
];

/// `convert_…(value, from, to)` with the units of one quantity.
///
/// # Errors
/// A unit that is not in the list.
pub(crate) fn convert(args: &Args<'_>, units: &'static [Unit]) -> Answer {
    let unit = |index: usize| {
        let name = args.constant_text(index).unwrap_or_default();
        units.iter().find(|unit| unit.0 == name).ok_or_else(|| {
            let known: Vec<&str> = units.iter().map(|unit| unit.0).collect();
            Failure::new(format!("unit `{name}` is not supported: use one of {}", known.join(", ")))
        })
    };
    let (from, to) = (unit(1)?, unit(2)?);
    let value = args.real(0);
    args.rows(|row| Some((value.get(row)? * from.1 + from.2 - to.2) / to.1))
}
