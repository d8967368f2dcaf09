using Wenden.PlainHost.Halls;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Tests;

public sealed class HallEnvironmentTests
{
    [Fact]
    public void A_database_is_given_as_Aspire_gives_it()
    {
        var access = new DatabaseAccess("127.0.0.1", 15432, "queue", "p/w", "queuedb");

        new HallEnvironment().WithDatabase(access).Variables.ShouldBe(new Dictionary<string, string?>
        {
            ["ConnectionStrings__queuedb"] = "Host=127.0.0.1;Port=15432;Username=queue;Password=p/w;Database=queuedb",
            ["QUEUEDB_HOST"] = "127.0.0.1",
            ["QUEUEDB_PORT"] = "15432",
            ["QUEUEDB_USERNAME"] = "queue",
            ["QUEUEDB_PASSWORD"] = "p/w",
            ["QUEUEDB_DATABASENAME"] = "queuedb",
            ["QUEUEDB_URI"] = "postgresql://queue:p%2Fw@127.0.0.1:15432/queuedb",
            ["QUEUEDB_JDBCCONNECTIONSTRING"] = "jdbc:postgresql://127.0.0.1:15432/queuedb",
        }, ignoreOrder: true);
    }

    [Fact]
    public void Each_replica_of_a_service_has_an_address()
    {
        new HallEnvironment().WithService("queue", [new("http://localhost:15001"), new("http://localhost:15002")]).Variables
            .ShouldBe(new Dictionary<string, string?>
            {
                ["QUEUE_HTTP"] = "http://localhost:15001",
                ["services__queue__http__0"] = "http://localhost:15001",
                ["services__queue__http__1"] = "http://localhost:15002",
            }, ignoreOrder: true);
    }

    [Fact]
    public void Only_services_that_exist_are_called()
    {
        var names = HallModel.Services.Select(service => service.Name).ToArray();

        names.ShouldBeUnique();
        HallModel.Services.SelectMany(service => service.Calls).ShouldBeSubsetOf(names);
        HallModel.Services.Count(service => service.IsPublic).ShouldBe(1);
    }
}
