namespace Wenden.Fixture;

/// <summary>A PostgreSQL or RabbitMQ that one test owns alone and may stop, kill and start again. Disposing of it deletes its data.</summary>
public interface ITestServer : IAsyncDisposable
{
    /// <summary>
    /// PostgreSQL: a connection string of the administrator with the database <c>postgres</c>. RabbitMQ: an AMQP URI. The same after every restart.
    /// </summary>
    string ConnectionString { get; }

    /// <summary>Starts it on the same port with the same data, and waits until it answers.</summary>
    Task StartAsync();

    /// <summary>Stops it in order.</summary>
    Task StopAsync();

    /// <summary>Kills it with SIGKILL, as a power cut would.</summary>
    Task KillAsync();
}
