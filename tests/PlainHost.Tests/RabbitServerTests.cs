using System.Text;
using RabbitMQ.Client;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Tests;

public sealed class RabbitServerTests
{
    [Fact]
    public async Task Messages_outlive_restarts_and_kills()
    {
        using var folder = new TemporaryFolder();
        string uri;
        await using (var server = await RabbitServer.StartAsync(folder.Path + "/mq", new ServerOptions()))
        {
            uri = server.Uri;
            await PublishAsync(uri, "one");
            await server.RestartAsync();
            await PublishAsync(uri, "two");
            await server.KillAsync();
            await server.StartAsync();
            await PublishAsync(uri, "three");
            await server.KillPortMapperAsync();
            await server.Exited;
            await server.StartAsync();
            await PublishAsync(uri, "four");
            server.Uri.ShouldBe(uri);
        }

        await using var later = await RabbitServer.StartAsync(folder.Path + "/mq", new ServerOptions { Durable = false });
        (await TakeAllAsync(later.Uri)).ShouldBe(["one", "two", "three", "four"]);
    }

    private static async Task PublishAsync(string uri, string text)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync("visits", durable: true, exclusive: false, autoDelete: false, quorum);
        await channel.BasicPublishAsync("", "visits", mandatory: true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(text));
    }

    private static async Task<List<string>> TakeAllAsync(string uri)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var texts = new List<string>();
        while (await channel.BasicGetAsync("visits", autoAck: true) is { } message)
            texts.Add(Encoding.UTF8.GetString(message.Body.Span));
        return texts;
    }
}
