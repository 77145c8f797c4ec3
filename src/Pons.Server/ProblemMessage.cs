using System.Collections.Immutable;
using System.Text.Json;
using Pons.Devices;
using Pons.Formats;
using Pons.Sessions;

namespace Pons.Server;

/// <summary>An error as the API answers it: the three parts of every message of Pons, and what it is about for other languages.</summary>
/// <param name="What">What is wrong, with the actual value.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ProblemMessage(string What, string Why, string Remedy)
{
    /// <summary>What it is about: <c>device.</c> with a <see cref="DeviceFaultCode"/>, or <c>studio.</c> with a <see cref="ProblemCode"/>.</summary>
    public string Code { get; init; } = CodeOf(ProblemCode.Other);

    /// <summary>The values of the code, in its order.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>The device that it concerns, as the user knows it; empty for none.</summary>
    public string Device { get; init; } = "";

    /// <summary>What an exception says.</summary>
    /// <param name="fault">The exception.</param>
    public static ProblemMessage Of(PonsException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var message = new ProblemMessage(fault.What, fault.Why, fault.Remedy);
        return fault switch
        {
            DeviceException device => message with { Code = CodeOf(device.Code), Values = device.Values, Device = device.Device },
            ServerException server => message with { Code = CodeOf(server.Code), Values = server.Values },
            SessionException => message with { Code = CodeOf(ProblemCode.Session) },
            RecordingFormatException => message with { Code = CodeOf(ProblemCode.RecordingFormat) },
            _ => message,
        };
    }

    /// <summary>A code of a device as the API writes it.</summary>
    internal static string CodeOf(DeviceFaultCode code) => $"device.{Written(code)}";

    /// <summary>A message of the server itself.</summary>
    internal static ProblemMessage Of(ProblemCode code, string what, string why, string remedy, params ImmutableArray<string> values) =>
        new(what, why, remedy) { Code = CodeOf(code), Values = values };

    private static string CodeOf(ProblemCode code) => $"studio.{Written(code)}";

    private static string Written(Enum code) => JsonNamingPolicy.CamelCase.ConvertName(code.ToString());
}
