using System.Collections.Concurrent;
using System.Diagnostics;

namespace Wenden.Fixture;

/// <summary>What one trace makes the services of this process do: SQL statements, requests to other services, comparisons of passwords, in order of their ends.</summary>
public sealed class Work : IDisposable
{
    /// <summary>Name of the source of a span for each comparison of a password, where a test makes them.</summary>
    public const string Hashing = "Wenden.Fixture.Hashing";

    private readonly ConcurrentQueue<string> _done = new();
    private readonly ActivityListener _listener;

    public Work(ActivityTraceId trace)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "System.Net.Http" or Hashing,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace && Described(activity) is { } done)
                    _done.Enqueue(done);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<string> Done => [.. _done];

    public void Dispose() => _listener.Dispose();

    // A connection that has to be opened first is the pool's affair.
    private static string? Described(Activity activity) => activity.Source.Name switch
    {
        "Npgsql" => activity.GetTagItem("db.query.text") as string,
        "System.Net.Http" => $"{activity.GetTagItem("http.request.method")} {activity.GetTagItem("url.full")}",
        _ => activity.OperationName,
    };
}
