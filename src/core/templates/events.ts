/** What happens to templates of somebody's own; a part of the table of events. */
export const templateEvents = {
  'template.versionsListed': { title: 'looked at the versions of own templates', category: 'read' },
  'template.versionViewed': { title: 'looked at a version of an own template', category: 'read' },
  'template.begun': { title: 'began a version of an own template', category: 'change' },
  'template.imported': { title: 'imported an own template', category: 'change' },
  'template.saved': { title: 'saved a draft of an own template', category: 'change' },
  'template.submitted': { title: 'submitted an own template for review', category: 'change' },
  'template.published': { title: 'published an own template', category: 'change' },
  'template.sentBack': { title: 'sent an own template back to its authors', category: 'change' },
  'template.retired': { title: 'retired an own template', category: 'change' },
  'template.discarded': { title: 'discarded a draft of an own template', category: 'change' },
  'template.exported': { title: 'exported a template', category: 'read' },
  'template.tried': { title: 'tried a template on a simulated router', category: 'read' },
  'template.trialViewed': { title: 'looked at a trial of a template', category: 'read' },
  'template.trialWatched': { title: 'watched a trial of a template live', category: 'read' },
} as const;
