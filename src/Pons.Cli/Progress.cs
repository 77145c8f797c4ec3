using Spectre.Console;

namespace Pons.Cli;

/// <summary>Shows on standard error that long work goes on; silent where standard error is not a terminal.</summary>
internal static class Progress
{
    /// <summary>Does something for each item, in order, with a bar.</summary>
    public static List<TOut> Over<TIn, TOut>(string title, IReadOnlyList<TIn> items, Func<TIn, TOut> work, CancellationToken cancellation)
    {
        var results = new List<TOut>(items.Count);
        Bar(title, items.Count, report =>
        {
            foreach (var item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                results.Add(work(item));
                report(results.Count);
            }
        });
        return results;
    }

    /// <summary>Does one thing of unknown length.</summary>
    public static T Of<T>(string title, Func<T> work) =>
        Console.IsErrorRedirected ? work() : Terminal.Error.Status().Start(title, _ => work());

    /// <summary>Does work that reports how far it is.</summary>
    public static void Bar(string title, double total, Action<Action<double>> work)
    {
        if (Console.IsErrorRedirected)
        {
            work(static _ => { });
            return;
        }

        Terminal.Error.Progress().AutoClear(true).Start(context =>
        {
            var task = context.AddTask(title, maxValue: total);
            work(done => task.Value = done);
        });
    }

    /// <summary>Does work that waits, and reports how far it is.</summary>
    public static Task BarAsync(string title, double total, Func<Action<double>, Task> work) => BarAsync(title, total, report => work(done => report(title, done)));

    /// <summary>Does work that waits, and reports what it does now and how far it is.</summary>
    public static Task BarAsync(string title, double total, Func<Action<string, double>, Task> work)
    {
        if (Console.IsErrorRedirected) return work(static (_, _) => { });
        return Terminal.Error.Progress().AutoClear(true).StartAsync(context =>
        {
            var task = context.AddTask(title, maxValue: total);
            return work((now, done) =>
            {
                task.Description = now;
                task.Value = done;
            });
        });
    }
}
