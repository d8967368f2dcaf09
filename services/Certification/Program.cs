using Wenden.Certification.Certifications;
using Wenden.Certification.Roll;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("certification");
builder.AddServiceDatabase("certificationdb");
builder.AddMessaging("certification");
builder.AddServiceClient("registry");
builder.Services.AddOptions<RollOptions>()
    .BindConfiguration("Roll")
    .Validate(options => options.DueDays is >= 1 and <= 365, "Roll:DueDays is 1 to 365.")
    .ValidateOnStart();

var app = builder.Build();
app.MapServiceDefaults();
app.MapMessaging();

app.MapCertify();

app.MapReadRoll();
app.MapListRoll();
app.MapSummariseRoll();

await app.RunAsync();
