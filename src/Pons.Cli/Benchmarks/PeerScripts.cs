namespace Pons.Cli.Benchmarks;

/// <summary>Where the scripts of the peers lie: bench/peers of the source tree that this program was built from.</summary>
internal static class PeerScripts
{
    public static string Kernels => Find("kernels.py");

    public static string Evaluation => Find("evaluation.py");

    private static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "bench", "peers", name);
            if (File.Exists(path)) return path;
        }

        throw new UsageException(
            $"bench/peers/{name} is not beside this program.", "The peers do the same work by that script.",
            "Start Pons from its source tree, or leave --peers out.");
    }
}
