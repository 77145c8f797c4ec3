namespace Pons.Server.Live;

/// <summary>
/// One message as it goes to browsers; encoded once and shared by all of them. A kept message is never dropped; of the others
/// the oldest go first when a browser is too slow.
/// </summary>
/// <param name="Bytes">What travels. For signal blocks the missing count in it is the source's own.</param>
/// <param name="IsBinary">Binary or UTF-8 text.</param>
/// <param name="IsKept">Whether it must arrive.</param>
/// <param name="SampleCount">Samples per channel for a signal block, otherwise 0.</param>
internal sealed record LiveMessage(byte[] Bytes, bool IsBinary, bool IsKept, int SampleCount = 0);
