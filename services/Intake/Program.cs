using Wenden.Intake.Cases;
using Wenden.Intake.Catalogue;
using Wenden.Intake.Commitments;
using Wenden.Intake.Materials;
using Wenden.Intake.Materials.Checking;
using Wenden.Intake.Materials.Storing;
using Wenden.Intake.Neighbours;
using Wenden.Intake.Ratings;
using Wenden.Intake.Rectification;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("intake");
builder.AddServiceDatabase("intakedb");
builder.AddMessaging("intake");
builder.AddServiceClient("queue");
builder.AddServiceClient("registry");

// Intake:Catalogue, a folder of catalogue files, one per version.
builder.Services.AddSingleton(CatalogueSet.Load(
    builder.Configuration["Intake:Catalogue"] ?? Path.Combine(AppContext.BaseDirectory, "Catalogue")));
builder.Services.AddHostedService<TellCatalogue>();
builder.Services.AddSingleton<QueueClient>();
builder.Services.AddSingleton<RegistryClient>();
builder.Services.AddSingleton<Applicants>();
builder.Services.AddSingleton<FileChecks>();
builder.AddObjectStore();

var app = builder.Build();
app.MapServiceDefaults();
app.MapMessaging();
app.MapBrowseCatalogue();
app.MapOpenCase();
app.MapAcceptCase();
app.MapCompleteItem();
app.MapDecideItem();
app.MapReadCase();
app.MapReadOwnCases();
app.MapReadDeadlines();
app.MapCloseGap();
app.MapSupplementItem();
app.MapCorrectItem();
app.MapOfferCommitment();
app.MapRevokeCommitment();
app.MapCheckCommitment();
app.MapReadCommitments();
app.MapHandInMaterial();
app.MapWithdrawMaterial();
app.MapReuseMaterial();
app.MapReadMaterials();
app.MapReadMaterialFile();
app.MapRatings();
app.MapRectification();
await app.RunAsync();
