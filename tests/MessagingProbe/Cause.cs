using Dapper;
using Wenden.Messaging;

namespace Wenden.MessagingProbe;

/// <summary><c>POST /causes?from=1&amp;count=1000</c>: one unit of work per number, eight at a time; says how many were committed.</summary>
internal static class Cause
{
    public static void MapCause(this IEndpointRouteBuilder routes) => routes.MapPost("/causes", HandleAsync).AllowAnonymous();

    private static async Task<int> HandleAsync(int from, int count, bool? poisonous, UnitsOfWork units, KillSwitch killSwitch)
    {
        await Parallel.ForAsync(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, ct) =>
        {
            await using var unit = await units.BeginAsync(ct);
            await unit.Connection.ExecuteAsync("insert into causes (number, poisonous) values (@number, @poisonous)", new { number, poisonous = poisonous ?? false });
            unit.Publish(new SomethingHappened { Number = number, Poisonous = poisonous ?? false });
            await unit.CommitAsync(ct);
            killSwitch.Pass("commit");
        });
        return count;
    }
}
