using System.CommandLine;
using Wenden.Contracts.Identity;

namespace Wenden.PlainHost.Commands;

/// <summary><c>code</c>: what the authenticator of a sample account shows now.</summary>
internal static class CodeCommand
{
    private static readonly Argument<string> Account = new("account") { Description = "Name of a sample account with an authenticator, such as o001." };

    public static Command Create()
    {
        var command = new Command("code", "Prints what the authenticator of a sample account shows now.") { Account };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var name = arguments.GetRequiredValue(Account);
        var secret = SampleHall.Accounts.FirstOrDefault(account => account.Name == name)?.AuthenticatorSecret
            ?? throw new InvalidOperationException($"'{name}' is no sample account with an authenticator.");
        Console.WriteLine(Totp.CodeAt(secret, TimeProvider.System.GetUtcNow()));
        return 0;
    }
}
