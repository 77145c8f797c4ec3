using Pons.Geometry;

namespace Pons.Decoding;

/// <summary>Faults of the matrices behind a decoder, told as faults of the decoder.</summary>
internal static class FitFault
{
    /// <summary>Runs a fit.</summary>
    public static FittedDecoder Guard(string decoder, Func<FittedDecoder> fit)
    {
        try
        {
            return fit();
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"{decoder} cannot be fitted: {fault.What}", fault.Why, fault.Remedy, fault);
        }
    }

    /// <summary>Makes a decoder of a model again.</summary>
    public static FittedDecoder GuardModel(string decoder, Func<FittedDecoder> restore)
    {
        try
        {
            return restore();
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"The model of decoder '{decoder}' cannot be used: {fault.What}", fault.Why, "Train again.", fault);
        }
    }
}
