using Wenden.Intake.Cases;
using Wenden.Intake.Catalogue;
using Wenden.Intake.Neighbours;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("intake");
builder.AddServiceDatabase("intakedb");
builder.AddMessaging("intake");
builder.AddServiceClient("queue");
builder.AddServiceClient("registry");

// Intake:Catalogue, a folder of catalogue files, one per version.
builder.Services.AddSingleton(CatalogueSet.Load(
    builder.Configuration["Intake:Catalogue"] ?? Path.Combine(AppContext.BaseDirectory, "Catalogue")));
builder.Services.AddSingleton<QueueClient>();
builder.Services.AddSingleton<RegistryClient>();

var app = builder.Build();
app.MapServiceDefaults();
app.MapMessaging();
app.MapBrowseCatalogue();
app.MapOpenCase();
app.MapAcceptCase();
app.MapCompleteItem();
app.MapReadCase();
await app.RunAsync();
