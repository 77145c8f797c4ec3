namespace Pons.Decoding.Erp;

/// <summary>The length of epochs, on which decoders of evoked responses insist.</summary>
internal static class EpochLength
{
    /// <summary>Refuses an epoch of another length than those of training.</summary>
    /// <exception cref="DecodingException">It has another length.</exception>
    public static void Require(FittedDecoder model, int sampleCount)
    {
        if (sampleCount == model.SampleCount) return;
        throw new DecodingException(
            $"{model.Decoder.Name} was fitted to epochs of {model.SampleCount} samples and given one of {sampleCount}.",
            "An evoked response is a course in time; every sample has its own weight.", "Cut epochs of that length, or train again.");
    }

    /// <summary>Says that nothing follows from an epoch of zeros.</summary>
    public static DecodingException NoSignal() => new(
        "The epoch is zero throughout.", "No electrode gives that; a decision would rest on the intercept alone.",
        "Check the electrodes, and leave the epoch out.");
}
