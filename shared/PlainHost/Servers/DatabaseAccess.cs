namespace Wenden.PlainHost.Servers;

/// <summary>How one role gets into one database.</summary>
/// <param name="Host">Address of the server.</param>
/// <param name="Port">Port of the server.</param>
/// <param name="Username">The login role; it owns everything in the database but the audit trail.</param>
/// <param name="Password">Its password.</param>
/// <param name="Database">The database.</param>
public sealed record DatabaseAccess(string Host, int Port, string Username, string Password, string Database)
{
    /// <summary>In the form that Npgsql and Aspire use.</summary>
    public string ConnectionString => $"Host={Host};Port={Port};Username={Username};Password={Password};Database={Database}";
}
