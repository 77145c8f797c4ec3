namespace Pons.Formats.Fif;

/// <summary>A digitised point of the head, in metres, in the frame of the head: x to the right, y to the nose, z up.</summary>
/// <param name="Kind">What it is: 1 cardinal, 2 position coil, 3 electrode, 4 extra, 5 head surface.</param>
/// <param name="Number">Which of its kind; of the cardinal ones 1 is left, 2 nasion, 3 right.</param>
/// <param name="X">Metres to the right.</param>
/// <param name="Y">Metres to the nose.</param>
/// <param name="Z">Metres up.</param>
public sealed record FifPoint(int Kind, int Number, double X, double Y, double Z);
