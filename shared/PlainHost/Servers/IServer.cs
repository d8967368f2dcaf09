using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Servers;

/// <summary>A server of the hall, run as a plain process on this machine: PostgreSQL, RabbitMQ or one of the hall's own services.</summary>
public interface IServer : IAsyncDisposable
{
    /// <summary>Name of the resource, as Aspire has it too.</summary>
    string Name { get; }

    /// <summary>True while all its processes are there.</summary>
    bool IsRunning { get; }

    /// <summary>Ends when a process of the present run has ended, in order or not.</summary>
    Task Exited { get; }

    /// <summary>Starts it on the same port with the same data and waits until it answers.</summary>
    /// <exception cref="MissingProgramException">Its program is not on this machine.</exception>
    /// <exception cref="ServerFailedException">It ended or did not answer in time.</exception>
    Task StartAsync(CancellationToken cancellation = default);

    /// <summary>Stops it in order; kills it when it takes too long.</summary>
    Task StopAsync();

    /// <summary>Kills it with SIGKILL, as a power cut would.</summary>
    Task KillAsync();
}

/// <summary>A server ended, or did not answer in time.</summary>
/// <param name="name">Name of the resource.</param>
/// <param name="what">What happened.</param>
/// <param name="lastLines">The last lines it wrote.</param>
public sealed class ServerFailedException(string name, string what, IEnumerable<string> lastLines)
    : Exception($"{name} {what}. Its last lines:{Environment.NewLine}{string.Join(Environment.NewLine, lastLines.Select(line => "  " + line))}")
{
    /// <summary>Name of the resource.</summary>
    public string Name { get; } = name;
}
