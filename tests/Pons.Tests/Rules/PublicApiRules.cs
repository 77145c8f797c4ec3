using System.Runtime.CompilerServices;

namespace Pons.Tests.Rules;

/// <summary>Every change of what users can call is seen in review: the listing beside this file changes with it.</summary>
public sealed class PublicApiRules
{
    [Fact]
    public void Public_api_is_the_listed_one()
    {
        var path = ListingPath();
        var actual = PublicSurface.Listing(typeof(PonsException).Assembly);
        var listed = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (actual == listed) return;
        if (Environment.GetEnvironmentVariable("PONS_RENEW") == "1")
        {
            File.WriteAllText(path, actual);
            Assert.Fail("PublicApi.txt was rewritten. Look through its changes, commit it, and run the tests again.");
        }

        Assert.Fail("The public API differs from PublicApi.txt. If that is intended, run this test once with PONS_RENEW=1.\n"
            + Differences(listed, actual));
    }

    [Fact]
    public void Listing_is_the_same_each_time() =>
        Assert.Equal(PublicSurface.Listing(typeof(PonsException).Assembly), PublicSurface.Listing(typeof(PonsException).Assembly));

    /// <summary>Lines with the type they belong to, so that equal members of two types are not taken for one.</summary>
    private static string Differences(string listed, string actual)
    {
        var (before, after) = (Qualified(listed), Qualified(actual));
        return string.Join('\n', before.Except(after).Select(l => "- " + l).Concat(after.Except(before).Select(l => "+ " + l)).Take(60));
    }

    private static List<string> Qualified(string listing)
    {
        var (type, lines) = ("", new List<string>());
        foreach (var line in listing.Split('\n').Where(l => l.Length > 0))
            if (line[0] != ' ') lines.Add(type = line);
            else lines.Add($"{type} ::{line}");
        return lines;
    }

    private static string ListingPath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "PublicApi.txt");
}
