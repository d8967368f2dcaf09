using System.CommandLine;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Commands;

/// <summary><c>token</c>: prints an access token of the running sample hall, for scripts. Nothing else goes to standard output.</summary>
internal static class TokenCommand
{
    private static readonly Argument<string> Role = new("role") { Description = "Role, such as teller, operator, citizen, kiosk, service." };
    private static readonly Option<string?> Site = new("--site") { Description = "Site to act at; the account's own without it, * for all." };
    private static readonly Option<string?> Name = new("--name") { Description = "Name of the account; the first one of the role without it." };
    private static readonly Option<string?> Person = new("--person") { Description = "A citizen's id in the registry." };
    private static readonly Option<Uri?> Portal = new("--portal") { Description = "Address of the portal; that of the hall in the data folder without it." };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of the data. Default: .wenden in the repository." };

    public static Command Create()
    {
        var command = new Command("token", "Prints an access token of the running sample hall.") { Role, Site, Name, Person, Portal, Data };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var portal = arguments.GetValue(Portal)
            ?? (await HallFile.ReadAsync(arguments.GetValue(Data) ?? new HallOptions().DataFolder, cancellation))?.Portal;
        if (portal is null)
            return await FailAsync("No hall runs here. Start one with ./wenden up, in another terminal.");
        try
        {
            Console.WriteLine(await SampleToken.FetchAsync(
                new Uri(portal, "identity/"), arguments.GetRequiredValue(Role), arguments.GetValue(Site), arguments.GetValue(Name), arguments.GetValue(Person), cancellation));
        }
        catch (InvalidOperationException refused)
        {
            return await FailAsync(refused.Message);
        }

        return 0;
    }

    // Standard output is for the token: a script takes all of it.
    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }
}
