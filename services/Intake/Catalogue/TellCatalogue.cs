using System.Security.Cryptography;
using System.Text.Json;
using Wenden.Contracts.Intake;

namespace Wenden.Intake.Catalogue;

/// <summary>Tells the other services of every version of the catalogue, once, and again when its file has changed.</summary>
internal sealed class TellCatalogue(CatalogueSet catalogues, UnitsOfWork units) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var unit = await units.BeginAsync(cancellationToken);
        foreach (var catalogue in catalogues.All)
        {
            var changed = EventOf(catalogue);
            // Of replicas that start together the first tells.
            var isNews = await unit.Connection.ExecuteAsync(new CommandDefinition(
                """
                insert into told_catalogues as told (effective_from, hash) values (@EffectiveFrom, @hash)
                    on conflict (effective_from) do update set hash = excluded.hash where told.hash <> excluded.hash
                """,
                new { catalogue.EffectiveFrom, hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(changed, HallJson.Options)) },
                cancellationToken: cancellationToken));
            if (isNews == 1)
                unit.Publish(changed);
        }

        await unit.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static CatalogueChanged EventOf(ItemCatalogue catalogue) => new()
    {
        EffectiveFrom = catalogue.EffectiveFrom,
        Items =
        [
            .. catalogue.Items.Select(item => new CatalogueItem
            {
                Code = item.Code,
                Number = item.Number,
                Name = item.Name,
                NameEn = item.NameEn,
                Group = item.Group,
                GroupName = catalogue.Groups[item.Group].Name,
                GroupNameEn = catalogue.Groups[item.Group].NameEn,
                Instant = item.Instant,
                Station = item.Station,
                Materials = [.. item.Materials.Select(material => catalogue.Materials[material].Name)],
                MaterialsEn = [.. item.Materials.Select(material => catalogue.Materials[material].NameEn)],
            }),
        ],
    };
}
