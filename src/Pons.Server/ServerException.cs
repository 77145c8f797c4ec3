using System.Collections.Immutable;

namespace Pons.Server;

/// <summary>The server cannot be started, or cannot do what it was asked for.</summary>
public sealed class ServerException : PonsException
{
    /// <summary>Makes the error from its three parts.</summary>
    public ServerException(string what, string why, string remedy, Exception? inner = null)
        : base(what, why, remedy, inner)
    {
    }

    /// <summary>What it is about; default <see cref="ProblemCode.Other"/>.</summary>
    public ProblemCode Code { get; init; }

    /// <summary>The values of the code, in its order; default none.</summary>
    public ImmutableArray<string> Values { get; init; } = [];
}
