namespace Pons.Formats.Bids.Validation;

/// <summary>How well a value fits what is expected, from best to worst.</summary>
internal enum ShapeVerdict
{
    Fits,
    Deprecated,
    UnknownUnit,
    OutOfRange,
    WrongValue,
    WrongType,
}
