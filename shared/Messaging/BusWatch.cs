using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wenden.Messaging;

/// <summary>
/// Ends the process when the bus stays down although the broker answers, so that its host starts it anew. RabbitMQ.Client 7.2.2 leaves requests
/// waiting for ever that stand in line on a channel when its connection breaks (rabbitmq-dotnet-client issue 1976), and with them the bus, also
/// while it starts; nothing inside the process can wake them.
/// </summary>
internal sealed class BusWatch(IBusControl bus, Uri broker, TimeSpan patience, IHostApplicationLifetime lifetime, ILogger<BusWatch> logger) : BackgroundService
{
    /// <summary>The bus itself tries again every 33 seconds at the most.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var down = new Stopwatch();
        using var pause = new PeriodicTimer(patience / 20);
        while (await pause.WaitForNextTickAsync(stoppingToken))
        {
            if (bus.CheckHealth().Status == BusHealthStatus.Healthy || !await AnswersAsync(stoppingToken))
                down.Reset();
            else
                down.Start();
            if (down.Elapsed < patience)
                continue;

            logger.LogCritical("The broker answers, but for {Patience} the bus has not come up: {Reason}. The process ends to be started anew", patience, Reason());
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            return;
        }
    }

    private string Reason() =>
        string.Join("; ", bus.CheckHealth().Endpoints.Values.Where(endpoint => endpoint.Status != BusHealthStatus.Healthy)
            .Select(endpoint => $"{endpoint.InputAddress.AbsolutePath}: {endpoint.Description}"));

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "bus watch" }.CreateConnectionAsync(ct);
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }
}
