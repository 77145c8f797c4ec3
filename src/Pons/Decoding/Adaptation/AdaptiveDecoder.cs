namespace Pons.Decoding.Adaptation;

/// <summary>
/// A decoder that changes while it is used: each trial that it observes makes another fitted decoder out of the current one, and the change is
/// logged. Fitted decoders themselves never change, so a decision names by its hash exactly the model that made it. One thread observes;
/// any number of threads may ask <see cref="Current"/>.
/// </summary>
public sealed class AdaptiveDecoder
{
    private readonly FittedDecoder _start;
    private volatile FittedDecoder _current;

    /// <summary>Starts from a model.</summary>
    /// <param name="start">The model; stays as it is.</param>
    /// <param name="adaptation">How it changes.</param>
    public AdaptiveDecoder(FittedDecoder start, Adaptation adaptation)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(adaptation);
        (_start, _current, Adaptation) = (start, start, adaptation);
        Log = new(adaptation.Name, adaptation.Parameters, start.ContentHash, []);
    }

    /// <summary>How it changes.</summary>
    public Adaptation Adaptation { get; }

    /// <summary>What decides now.</summary>
    public FittedDecoder Current => _current;

    /// <summary>Every change so far.</summary>
    public AdaptationLog Log { get; private set; }

    /// <summary>Decides by the current model.</summary>
    /// <exception cref="DecodingException">The trial has another number of channels, or values that are not finite.</exception>
    public Prediction Predict(Trial trial) => _current.Predict(trial);

    /// <summary>Changes with a trial; decide on it before. After an error everything is as before.</summary>
    /// <param name="trial">The trial; its label is not looked at.</param>
    /// <param name="label">What was asked for, for adaptations that look at labels.</param>
    /// <returns>What changed; it is in the log too.</returns>
    /// <exception cref="DecodingException">The trial cannot be used, the label is missing, or the model is of another kind.</exception>
    public AdaptationEntry Observe(Trial trial, ClassLabel? label = null)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var (model, entry) = Adaptation.Apply(_current, trial.WithoutLabel(), label);
        Log = Log with { Entries = Log.Entries.Add(entry) };
        _current = model;
        return entry;
    }

    /// <summary>Goes back to the model that it started from, with an empty log.</summary>
    public void Restart()
    {
        _current = _start;
        Log = Log with { Entries = [] };
    }
}
