namespace Pons.Server;

/// <summary>The server cannot be started as it was asked to.</summary>
public sealed class ServerException : PonsException
{
    /// <summary>Makes the error from its three parts.</summary>
    public ServerException(string what, string why, string remedy, Exception? inner = null)
        : base(what, why, remedy, inner)
    {
    }
}
